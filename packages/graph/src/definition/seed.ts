import type { Json } from "./json.ts";

/** By node id of the top level. */
export interface Seed {
  readonly [nodeId: string]: { readonly port: string; readonly output: Json };
}
