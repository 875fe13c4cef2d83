import type { Graph, Trigger } from "@tempograph/graph";

/** The result of a flow: the input of the API's `workflowCreate`. */
export interface BuiltWorkflow<Payload = unknown> {
  readonly name: string;
  readonly graph: Graph;
  readonly triggers: readonly Trigger[];
  /** Only for TypeScript: the type that a caller's `data` must have. */
  payloadType?(payload: Payload): void;
}
