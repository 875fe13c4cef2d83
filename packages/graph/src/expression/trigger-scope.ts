import type { EventData } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { ExpressionScope } from "./expression-scope.ts";

/** The version of a workflow that an event meets. */
export interface MatchedWorkflow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

/** What the expressions of a trigger and of start policies can read. */
export function triggerScope(event: EventData, { id, name, version }: MatchedWorkflow): ExpressionScope {
  const roots = new Map<string, Json>([
    ["event", event as unknown as Json],
    ["payload", event.data],
    ["workflow", { id, name, version }],
  ]);
  return { root: (root) => roots.get(root), step: () => undefined, steps: () => ({}) };
}
