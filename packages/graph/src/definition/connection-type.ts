import type { JsonSchema } from "./json.ts";

/**
 * A type of connections as data: which credentials it has, and what forms and the API have to know of them. The worker registers it
 * and the API lists it; what the type does with the credentials stays in its node pack.
 */
export interface ConnectionTypeManifest {
  /** `http.bearer`: unique among all packs. */
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** Schema of the fields, an object. A field with `"secret": true` can be written but not read. */
  readonly fields: JsonSchema;
  /** The names of the secret fields. */
  readonly secretFields: readonly string[];
  /** Whether it adds credentials to HTTP requests. Its connections then have to say to which hosts they may be sent. */
  readonly authorizes: boolean;
  /** Whether its fields themselves say which hosts its connections reach. */
  readonly namesHosts: boolean;
  /** Whether somebody has to sign in at the service before it can be used. */
  readonly signsIn?: true;
  /** Whether the credentials can be tried out. */
  readonly testable: boolean;
  readonly pack: { readonly name: string; readonly version: string };
}

/** What a graph is checked against: a connection of its project, without any of its values. */
export interface KnownConnection {
  readonly name: string;
  readonly type: string;
  /** The ids of the workflows that may use it; null: every workflow of the project. */
  readonly usableBy: readonly string[] | null;
}
