/** A JSON value: what a graph, an event, an input and an output are made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Read with own properties only: keys such as `constructor` are data like any other. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a value is an object: neither null nor a list. */
export function isObject(value: Json | undefined): value is JsonObject;
export function isObject(value: unknown): value is { readonly [key: string]: unknown };
export function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A JSON Schema (draft 2020-12) as data. */
export type JsonSchema = JsonObject | boolean;
