import type { Graph, Trigger } from "@tempograph/graph";

/** What a flow comes to: what `createWorkflow` of the API takes. */
export interface BuiltWorkflow<Payload = unknown> {
  readonly name: string;
  readonly graph: Graph;
  readonly triggers: readonly Trigger[];
  /** For the compiler only: what a caller's `data` has to be. */
  payloadType?(payload: Payload): void;
}
