import { isObject, type Json, type JsonObject, type JsonSchema } from "../definition/json.ts";

/** The types of JSON. Whole numbers count as numbers, because many schemas do not distinguish them. */
export type JsonType = "null" | "boolean" | "number" | "string" | "array" | "object";

const ALL: readonly JsonType[] = ["null", "boolean", "number", "string", "array", "object"];
const NONE: ReadonlySet<JsonType> = new Set();
const EVERY: ReadonlySet<JsonType> = new Set(ALL);

/**
 * The types that values of a schema can have. The set never has too few types, so if two schemas have no type in common,
 * they certainly do not fit. References (`#/…`) are not followed; they count as every type.
 */
export function typesOf(schema: JsonSchema | undefined): ReadonlySet<JsonType> {
  if (schema === undefined || schema === true) return EVERY;
  if (schema === false) return NONE;
  let types: ReadonlySet<JsonType> = EVERY;
  const { type, enum: values, anyOf, oneOf, allOf } = schema;
  if (typeof type === "string") types = new Set([plain(type)]);
  else if (Array.isArray(type)) types = new Set((type as readonly Json[]).map((one) => plain(String(one))));
  if (Array.isArray(values)) types = both(types, new Set((values as readonly Json[]).map(typeOf)));
  if (Object.hasOwn(schema, "const")) types = both(types, new Set([typeOf(schema["const"] as Json)]));
  for (const list of [anyOf, oneOf]) {
    if (!Array.isArray(list)) continue;
    types = both(types, new Set((list as readonly JsonSchema[]).flatMap((one) => [...typesOf(one)])));
  }
  if (Array.isArray(allOf)) for (const one of allOf as readonly JsonSchema[]) types = both(types, typesOf(one));
  return types;
}

/** The schema of the value at a path inside; undefined if the schema does not tell. */
export function schemaAt(schema: JsonSchema, path: readonly string[]): JsonSchema | undefined {
  let at: JsonSchema | undefined = schema;
  for (const key of path) {
    if (typeof at !== "object" || Object.hasOwn(at, "$ref")) return undefined;
    at = child(at, key);
  }
  return at;
}

function child(schema: JsonObject, key: string): JsonSchema | undefined {
  const { properties, items, prefixItems, additionalProperties, patternProperties } = schema;
  if (isObject(properties) && Object.hasOwn(properties, key)) return properties[key] as JsonSchema;
  if (/^\d+$/.test(key) && items !== undefined && prefixItems === undefined) return items as JsonSchema;
  if (patternProperties !== undefined) return undefined;
  return isObject(additionalProperties) ? additionalProperties : undefined;
}

export function typeOf(value: Json): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as JsonType;
}

function plain(type: string): JsonType {
  return type === "integer" ? "number" : (type as JsonType);
}

function both(one: ReadonlySet<JsonType>, other: ReadonlySet<JsonType>): ReadonlySet<JsonType> {
  return new Set([...one].filter((type) => other.has(type)));
}
