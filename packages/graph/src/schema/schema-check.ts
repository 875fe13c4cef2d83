import type { Json, JsonObject, JsonSchema } from "../definition/json.ts";
import { segmentsOf, valueAt } from "../definition/json-pointer.ts";
import { walkJson } from "../definition/walk-json.ts";
import { SchemaEvaluation } from "./schema-evaluation.ts";
import type { SchemaError } from "./schema-visit.ts";

/** One place in the data of a node that does not fit the schema of the node's type. */
export interface SchemaFinding {
  /** JSON Pointer into the data. */
  readonly path: string;
  readonly kind: "invalid" | "unknownField" | "brokenSchema";
  readonly message: string;
  /** For `unknownField`: the name of the field. */
  readonly field?: string;
}

/** Keywords whose error only repeats that something inside them is wrong. */
const WRAPPERS: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "prefixItems",
  "additionalItems",
  "unevaluatedItems",
  "allOf",
  "$ref",
  "$recursiveRef",
  "$dynamicRef",
  "dependentSchemas",
  "dependencies",
  "if",
  "propertyNames",
]);
/** Keywords whose result is unknown as soon as the value contains a template at any depth. */
const CHOICES: ReadonlySet<string> = new Set(["anyOf", "oneOf", "not", "contains", "minContains", "maxContains"]);
const CLOSING: ReadonlySet<string> = new Set(["additionalProperties", "unevaluatedProperties"]);

/**
 * Checks data against one schema. The schema is interpreted and not compiled to code, because it may come from a user (I11). A
 * pattern that the linear engine does not know is left to the node, which checks its input itself when it runs.
 */
export class SchemaCheck {
  readonly #quick: SchemaEvaluation;
  readonly #full: SchemaEvaluation;

  constructor(schema: JsonSchema) {
    this.#quick = new SchemaEvaluation(schema, { quick: true, unknownPattern: "accept" });
    this.#full = new SchemaEvaluation(schema, { unknownPattern: "accept" });
  }

  /**
   * Finds the places that do not fit. If `rendered` is true, the data is rendered before it is used, so a value with a
   * template is not known yet: errors about such a value, and errors that only follow from it, are left out.
   */
  check(data: JsonObject, rendered: boolean): SchemaFinding[] {
    if (this.#quick.errors(data).length === 0) return [];
    return findings(this.#full.errors(data), data, rendered ? holdsTemplate : () => false);
  }
}

function findings(errors: readonly SchemaError[], data: JsonObject, isUnknown: typeof holdsTemplate): SchemaFinding[] {
  const found: SchemaFinding[] = [];
  const skipped = new Set<string>();
  const reported = new Set<string>();
  for (const [index, error] of errors.entries()) {
    if (isInside(error.keywordLocation, skipped)) continue;
    const path = error.instanceLocation.slice(1);
    const value = valueAt(data, path) as Json;
    if (WRAPPERS.has(error.keyword)) {
      // The value of the template decides which of the two branches applies.
      if (error.keyword === "if" && isUnknown(value))
        for (const key of ["then", "else"]) skipped.add(error.keywordLocation.replace(/if$/, key));
      continue;
    }
    if (CHOICES.has(error.keyword)) {
      // One error says that no alternative fits; the errors inside the alternatives would only confuse.
      skipped.add(error.keywordLocation);
      if (isUnknown(value)) continue;
    } else if (error.keyword !== "false" && isUnknown(value, "itself")) continue;
    const finding = findingOf(error, path, value, errors[index - 1]);
    if (reported.has(`${finding.path} ${finding.message}`)) continue;
    reported.add(`${finding.path} ${finding.message}`);
    found.push(finding);
  }
  return found;
}

/** Whether the location is below one of the others. There may be thousands, so they are looked up and not compared one by one. */
function isInside(location: string, others: ReadonlySet<string>): boolean {
  if (others.size === 0) return false;
  for (let end = location.indexOf("/"); end !== -1; end = location.indexOf("/", end + 1))
    if (others.has(location.slice(0, end))) return true;
  return false;
}

function findingOf(error: SchemaError, path: string, value: Json, before: SchemaError | undefined): SchemaFinding {
  if (error.keyword !== "false") return { path, kind: "invalid", message: sentence(error, value) };
  const field = segmentsOf(path).at(-1) ?? "";
  const closed = before !== undefined && CLOSING.has(before.keyword);
  return {
    path,
    kind: closed ? "unknownField" : "invalid",
    field,
    message: closed ? `There is no field "${field}".` : "No value is allowed here.",
  };
}

function sentence(error: SchemaError, value: Json): string {
  if (error.keyword === "anyOf" || error.keyword === "oneOf") {
    return `${shown(value)} fits ${error.keyword === "anyOf" ? "none" : "not exactly one"} of the forms that are allowed here.`;
  }
  const text = error.error
    .replace(/^Instance does not have/, "It does not have")
    .replace(/^Instance type/, "The type")
    .replace(/^Instance/, shown(value));
  return text.endsWith(".") ? text : `${text}.`;
}

function shown(value: Json): string {
  const text = JSON.stringify(value) ?? "It";
  return text.length > 60 ? "The value" : text;
}

/** Whether any text in the value contains a template; with `itself`, only the value itself is looked at. */
export function holdsTemplate(value: Json, where: "itself" | "below" = "below"): boolean {
  if (typeof value === "string") return value.includes("{{");
  if (where === "itself") return false;
  let found = false;
  walkJson(value, (item) => {
    if (typeof item !== "string" || !item.includes("{{")) return "into";
    found = true;
    return "stop";
  });
  return found;
}
