import { isObject, type Json, type JsonObject, type JsonSchema } from "@tempograph/graph";
import { alternativeTitle } from "./alternative-title.ts";

/** `maximumAttempts` is "Maximum attempts". */
export function titleOf(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .trim();
  const lower = /[A-Z]{2}/.test(words) ? words : words.toLowerCase();
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

const MAPS: readonly string[] = ["properties", "patternProperties", "$defs", "definitions"];
const LISTS: readonly string[] = ["anyOf", "oneOf", "allOf", "prefixItems"];

/** The schema as the form library takes it: no boolean schemas, and a title for each field. */
export function readableSchema(schema: JsonSchema): JsonObject {
  if (typeof schema === "boolean") return {};
  const entries = Object.entries(schema)
    .filter(isShown)
    .map(([keyword, value]): [string, Json] => {
      if (MAPS.includes(keyword) && isObject(value)) return [keyword, mapped(value, keyword === "properties")];
      if (LISTS.includes(keyword) && Array.isArray(value))
        return [keyword, (value as readonly JsonSchema[]).map((one) => named(readableSchema(one), keyword))];
      if (keyword === "additionalProperties")
        return [keyword, value === true || isObject(value) ? readableSchema(value) : value];
      if (keyword === "items") return [keyword, readableSchema(value as JsonSchema)];
      return [keyword, value];
    });
  return Object.fromEntries(entries);
}

/** A person chooses among alternatives by their titles. */
function named(schema: JsonObject, keyword: string): JsonObject {
  if (schema["title"] !== undefined || (keyword !== "anyOf" && keyword !== "oneOf")) return schema;
  const title = alternativeTitle(schema);
  return title === undefined ? schema : { ...schema, title };
}

/** Alternatives that only say which fields are required have nothing to choose from. */
function isShown([keyword, value]: [string, Json]): boolean {
  if ((keyword !== "anyOf" && keyword !== "oneOf") || !Array.isArray(value)) return true;
  return !value.every((one: Json) => isObject(one) && Object.keys(one).every((key) => key === "required"));
}

function mapped(schemas: JsonObject, isTitled: boolean): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const readable = readableSchema(schema as JsonSchema);
      return [name, isTitled && readable["title"] === undefined ? { ...readable, title: titleOf(name) } : readable];
    }),
  );
}
