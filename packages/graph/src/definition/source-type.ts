import type { JsonObject, JsonSchema } from "./json.ts";

/** A source that triggers of the kind `poll` can read, as data: for the API, forms and the validator. */
export interface SourceTypeManifest {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** Schema of `config.input`. */
  readonly input: JsonSchema;
  /** Schema of what an item is: the data of its event. Absent: any JSON. */
  readonly data?: JsonSchema;
  /** The types of connections that it takes in `config.connection`. */
  readonly connections?: readonly string[];
  readonly needsConnection?: true;
  readonly pack: { readonly name: string; readonly version: string };
  readonly example?: JsonObject;
}
