import { isObject, type JsonSchema } from "../definition/json.ts";

const TEXT: JsonSchema = { type: "string" };
const NUMBER: JsonSchema = { type: "integer" };
const object = (properties: { readonly [key: string]: JsonSchema }): JsonSchema => ({ type: "object", properties });

/** Schemas of the names that every execution has, and of the number of a round. */
export const ROOT_SCHEMAS: ReadonlyMap<string, JsonSchema> = new Map([
  ["event", object({ id: TEXT, type: TEXT, source: TEXT, subject: TEXT, time: TEXT, data: {} })],
  ["execution", object({ id: TEXT })],
  ["workflow", object({ id: TEXT, name: TEXT, version: NUMBER })],
  ["index", NUMBER],
]);

/** The fields that an object of this schema may have by their names. */
export function fieldNames(schema: JsonSchema | undefined): readonly string[] {
  const properties = isObject(schema) ? schema["properties"] : undefined;
  return isObject(properties) ? Object.keys(properties) : [];
}
