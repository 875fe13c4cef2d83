import type { Json, JsonObject, JsonSchema } from "../definition/json.ts";
import { pointer } from "../definition/json-pointer.ts";
import { walkJson } from "../definition/walk-json.ts";
import { RegexError } from "../expression/template/linear-regex.ts";
import { compilePattern } from "./compile-pattern.ts";
import { holdsTemplate, SchemaCheck } from "./schema-check.ts";
import { checkExpansion } from "./schema-expansion.ts";

const SCHEMA = { $ref: "#" };
const SCHEMAS = { type: "array", minItems: 1, items: SCHEMA };
const BY_NAME = { type: "object", additionalProperties: SCHEMA };
const TEXT = { type: "string" };
const NUMBER = { type: "number" };
const COUNT = { type: "integer", minimum: 0 };
const TYPE = { enum: ["null", "boolean", "integer", "number", "string", "array", "object"] };

/** The keywords of JSON Schema 2020-12 that forms may use, with the schema of each value. The standard treats all other keywords as annotations. */
const META: JsonSchema = {
  type: ["object", "boolean"],
  properties: {
    $ref: TEXT,
    $defs: BY_NAME,
    type: { anyOf: [TYPE, { type: "array", minItems: 1, items: TYPE }] },
    enum: { type: "array" },
    properties: BY_NAME,
    patternProperties: BY_NAME,
    additionalProperties: SCHEMA,
    propertyNames: SCHEMA,
    required: { type: "array", items: TEXT },
    minProperties: COUNT,
    maxProperties: COUNT,
    items: SCHEMA,
    prefixItems: SCHEMAS,
    contains: SCHEMA,
    minItems: COUNT,
    maxItems: COUNT,
    uniqueItems: { type: "boolean" },
    minimum: NUMBER,
    maximum: NUMBER,
    exclusiveMinimum: NUMBER,
    exclusiveMaximum: NUMBER,
    multipleOf: { type: "number", exclusiveMinimum: 0 },
    minLength: COUNT,
    maxLength: COUNT,
    pattern: TEXT,
    format: TEXT,
    title: TEXT,
    description: TEXT,
    allOf: SCHEMAS,
    anyOf: SCHEMAS,
    oneOf: SCHEMAS,
    not: SCHEMA,
    if: SCHEMA,
    then: SCHEMA,
    else: SCHEMA,
  },
};

let meta: SchemaCheck | undefined;

/** Why a value is not a JSON Schema that data could be checked against. `path` is a JSON Pointer into the value. */
export function formProblems(form: Json): readonly { readonly path: string; readonly message: string }[] {
  if (typeof form === "boolean") return [];
  if (typeof form !== "object" || form === null || Array.isArray(form)) {
    return [{ path: "", message: "It has to be an object." }];
  }
  const schema = form as JsonObject;
  try {
    meta ??= new SchemaCheck(META);
    const found = [...meta.check(schema, true), ...patternProblems(schema)];
    // The values of templates are known only when the approval begins, so the references have to wait until then.
    if (found.length === 0 && !holdsTemplate(schema)) checkExpansion(schema);
    return found;
  } catch (error) {
    return [
      {
        path: "",
        message: `It cannot be used: ${error instanceof Error ? error.message.slice(0, 200) : "unknown reason"}.`,
      },
    ];
  }
}

function patternProblems(schema: JsonObject): { path: string; message: string }[] {
  const found: { path: string; message: string }[] = [];
  walkJson(schema, (value, place) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "into";
    const { pattern, patternProperties } = value as JsonObject;
    const patterns = [
      ...(typeof pattern === "string" ? [[pointer("pattern"), pattern] as const] : []),
      ...Object.keys(typeof patternProperties === "object" ? (patternProperties ?? {}) : {}).map(
        (name) => [pointer("patternProperties", name), name] as const,
      ),
    ];
    for (const [at, text] of patterns) {
      if (text.includes("{{")) continue;
      const fault = patternFault(text);
      if (fault !== undefined) {
        const message = `"${text.slice(0, 60)}" is not a pattern that can be used: ${fault}.`;
        found.push({ path: place.path() + at, message });
      }
    }
    return "into";
  });
  return found;
}

function patternFault(pattern: string): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RegexError) return error.message;
    throw error;
  }
}
