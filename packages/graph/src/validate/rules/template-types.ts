import type { GraphNode } from "../../definition/graph.ts";
import type { JsonSchema } from "../../definition/json.ts";
import { pointer, segmentsOf } from "../../definition/json-pointer.ts";
import { walkJson } from "../../definition/walk-json.ts";
import { parsePath, type PathSegments } from "../../expression/template/parse-path.ts";
import { parseText, type TextPart } from "../../expression/template/parse-text.ts";
import { renderedData } from "../node-fields.ts";
import { ROOT_SCHEMAS } from "../root-schemas.ts";
import { outputSchemas, roundsSoFar, type OutputSchemas } from "../output-schema.ts";
import type { Rule } from "../rule.ts";
import { schemaAt, typesOf, type JsonType } from "../../schema/schema-types.ts";
import { isRoundsSoFar } from "../step-in-scope.ts";
import type { ValidationContext } from "../validation-context.ts";

const SCALARS: ReadonlySet<JsonType> = new Set(["string", "number", "boolean"]);

/** The value of a template must fit its field, as far as the schemas of the reading and the read node type say. */
export const templateTypes: Rule = function* (context) {
  const { nodes, types, nodePath } = context;
  const schemas = outputSchemas(context);
  for (const [index, node] of nodes.entries()) {
    const type = types.get(node.type);
    if (type === undefined || type.input === true) continue;
    for (const { path, text } of templatesIn(node)) {
      const wanted = typesOf(schemaAt(type.input, path));
      if (wanted.size === 0 || wanted.size === 6) continue;
      const given = givenBy(text, index, context, schemas);
      if (given === null) continue;
      const fitting = [...given.types].filter((one) => wanted.has(one) || isWritten(one, wanted, type.runs));
      if (fitting.length === given.types.size) continue;
      const isCertain = fitting.length === 0;
      const rest = [...given.types].filter((one) => !fitting.includes(one));
      yield {
        code: "TYPE_MISMATCH",
        severity: isCertain ? "error" : "warning",
        path: `${nodePath(index)}/data${pointer(...path)}`,
        node: node.id,
        message: `${given.what} ${isCertain ? "is" : "may be"} ${either(rest)}, and ${path.at(-1)} of "${node.id}" (${node.type}) has to be ${either([...wanted])}.`,
        hint: isCertain
          ? "Read another field, or make the value in a transform node before."
          : "Say what to do then, for example with a condition in the template: {{ x == null ? … : x }}.",
      };
    }
  }
};

/** Where a field needs text, the machine converts numbers and booleans; activities check their input strictly. */
function isWritten(type: JsonType, wanted: ReadonlySet<JsonType>, runs: "machine" | "activity"): boolean {
  return runs === "machine" && wanted.has("string") && SCALARS.has(type);
}

function templatesIn(node: GraphNode): { readonly path: readonly string[]; readonly text: string }[] {
  const found: { path: readonly string[]; text: string }[] = [];
  const data = renderedData(node);
  walkJson(data, (value, place) => {
    if (typeof value === "string" && value.includes("{{")) found.push({ path: segmentsOf(place.path()), text: value });
    return "into";
  });
  return found;
}

/** The possible JSON types of a string's rendered value; null if nothing is known or the template does not compile. */
function givenBy(
  text: string,
  index: number,
  context: ValidationContext,
  schemas: OutputSchemas,
): { readonly types: ReadonlySet<JsonType>; readonly what: string } | null {
  const parts = attempt(() => parseText(text));
  if (parts === null) return null;
  const [only] = parts;
  if (parts.length !== 1 || typeof only !== "object")
    return { types: new Set(["string"]), what: "A text with templates in it" };
  const path = parsePath(only.source);
  if (path === undefined) return null;
  const schema = schemaOf(path, index, context, schemas);
  const types = typesOf(schema);
  return types.size === 6 || types.size === 0 ? null : { types, what: only.source };
}

function schemaOf(
  [root, ...rest]: PathSegments,
  index: number,
  context: ValidationContext,
  schemas: OutputSchemas,
): JsonSchema | undefined {
  const path = rest.map(String);
  if (root !== "steps") {
    const schema = ROOT_SCHEMAS.get(root);
    return schema === undefined ? undefined : schemaAt(schema, path);
  }
  const source = context.topology.indexOf.get(path[0] ?? "");
  if (source === undefined) return undefined;
  const isRounds = isRoundsSoFar(source, index, "around", context);
  return schemaAt(isRounds ? roundsSoFar(context.nodes[source]!) : schemas(source), path.slice(1));
}

function attempt(parse: () => readonly TextPart[]): readonly TextPart[] | null {
  try {
    return parse();
  } catch {
    // The rule on expressions reports templates that do not parse.
    return null;
  }
}

function either(types: readonly JsonType[]): string {
  return types
    .map((type) => (type === "null" ? "null" : /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`))
    .join(" or ");
}
