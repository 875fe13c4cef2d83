import type { Graph } from "./graph.ts";
import type { Trigger } from "./trigger.ts";

/** What a person edits of a workflow: its graph, and what starts it. */
export interface Draft {
  readonly graph: Graph;
  readonly triggers: readonly Trigger[];
}
