import { isObject, type JsonObject } from "@tempograph/graph";

const ONE = new Map([
  ["string", "A text"],
  ["number", "A number"],
  ["integer", "A whole number"],
  ["boolean", "Yes or no"],
  ["object", "Fields with names"],
  ["array", "A list"],
  ["null", "Nothing"],
]);
const MANY = new Map([
  ["string", "A list of texts"],
  ["number", "A list of numbers"],
  ["integer", "A list of whole numbers"],
]);

/** What an alternative of a schema is called that has no title of its own: its type, in words. */
export function alternativeTitle({ type, items, const: only }: JsonObject): string | undefined {
  if (only !== undefined) return typeof only === "string" ? only : JSON.stringify(only);
  if (typeof type !== "string") return undefined;
  const each = type === "array" && isObject(items) ? items["type"] : undefined;
  return (typeof each === "string" ? MANY.get(each) : undefined) ?? ONE.get(type);
}
