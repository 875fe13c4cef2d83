import type { Graph, Trigger } from "@tempograph/graph";

/** What a person edits: the graph of a workflow and what starts it. */
export interface Draft {
  readonly graph: Graph;
  readonly triggers: readonly Trigger[];
}
