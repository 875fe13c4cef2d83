import type { JsonObject } from "@tempograph/graph";

/**
 * The order of nodes and edges in the graph, if it differs from the order in the flow, as in graphs that come from an editor.
 * Nodes and edges that are not named follow after the named ones.
 */
export interface Arrangement {
  /** Node ids in order. */
  readonly nodes?: readonly string[];
  /** In order: the edge's id, what it joins as the builder calls it (`call>notify`, `branch:CEO>gift`), further keys. */
  readonly edges?: readonly (readonly [id: string, joins: string, extra?: JsonObject])[];
}
