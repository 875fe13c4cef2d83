import { isObject, type Json, type JsonObject, type JsonSchema } from "../definition/json.ts";
import { SchemaFault, SchemaReferences } from "./schema-reference.ts";

/** Schemas that one place of a value may be checked against, with everything that `$ref`, `anyOf` and the like lead to. */
export const MAX_EXPANSION = 1_000;
/** Schemas that may name each other, one after the other. */
const MAX_CHAIN = 200;

/** Keywords whose schemas apply to the same value. */
const SAME_VALUE = new Set(["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"]);
/** Keywords whose schemas apply to a part of the value, or only where they are named. */
const INSIDE = new Set([
  "$defs",
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "items",
  "prefixItems",
  "unevaluatedItems",
  "contains",
]);
/** Keywords that hold schemas by name. */
const BY_NAME = new Set(["$defs", "properties", "patternProperties", "dependentSchemas"]);

/**
 * Fails if the schema cannot be used: a `$ref` that leads nowhere or back to itself, or one that expands without measure. Example:
 * twenty schemas that each name the next one twice (`anyOf: [{ $ref: "#/$defs/b" }, { $ref: "#/$defs/b" }]`) are a million checks
 * of one value (I14). What a recursive schema costs depends on the value as well; the budget of a check bounds that.
 *
 * @throws SchemaFault
 */
export function checkExpansion(root: JsonSchema): void {
  const references = new SchemaReferences(root);
  const known = new Map<JsonObject, number>();
  const open = new Set<JsonObject>();

  function sizeOf(schema: JsonSchema): number {
    if (!isObject(schema)) return 1;
    const before = known.get(schema);
    if (before !== undefined) return before;
    if (open.has(schema)) throw new SchemaFault("It refers to itself without looking inside the value");
    if (open.size >= MAX_CHAIN) throw new SchemaFault(`More than ${MAX_CHAIN} schemas name each other`);
    open.add(schema);
    let size = 1;
    if (schema["$ref"] !== undefined) size += sizeOf(references.resolve(schema["$ref"]));
    for (const inner of schemasUnder(schema, SAME_VALUE)) size += sizeOf(inner);
    if (size > MAX_EXPANSION)
      throw new SchemaFault(`One value would be checked against more than ${MAX_EXPANSION} schemas`);
    open.delete(schema);
    known.set(schema, size);
    return size;
  }

  const waiting: JsonSchema[] = [root];
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    sizeOf(schema);
    if (!isObject(schema)) continue;
    for (const keywords of [SAME_VALUE, INSIDE])
      for (const inner of schemasUnder(schema, keywords)) waiting.push(inner);
  }
}

function* schemasUnder(schema: JsonObject, keywords: ReadonlySet<string>): Generator<JsonSchema> {
  for (const [keyword, value] of Object.entries(schema)) {
    if (!keywords.has(keyword)) continue;
    const found = Array.isArray(value)
      ? value
      : isObject(value) && BY_NAME.has(keyword)
        ? Object.values(value)
        : [value];
    for (const inner of found as readonly Json[]) if (typeof inner === "boolean" || isObject(inner)) yield inner;
  }
}
