import type { Json } from "./json.ts";

/** The ports and outputs with which nodes of the top level end in a rerun without running, by node id. */
export interface Seed {
  readonly [nodeId: string]: { readonly port: string; readonly output: Json };
}
