/** A JSON value: what a graph, an event, an input and an output are made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Read with own properties only: keys such as `constructor` are data like any other. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A JSON Schema (draft 2020-12) as data. */
export type JsonSchema = JsonObject | boolean;
