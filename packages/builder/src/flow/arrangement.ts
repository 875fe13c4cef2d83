import type { JsonObject } from "@tempograph/graph";

/**
 * How nodes and edges stand in the graph, where that is not as the flow says them: graphs that came from an editor.
 * What is not named keeps its place behind what is.
 */
export interface Arrangement {
  /** Node ids in order. */
  readonly nodes?: readonly string[];
  /** In order: the edge's id, what it joins as the builder calls it (`call>notify`, `branch:CEO>gift`), further keys. */
  readonly edges?: readonly (readonly [id: string, joins: string, extra?: JsonObject])[];
}
