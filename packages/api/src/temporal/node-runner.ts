import type { Failure, NodeRunAttempt, NodeRunRequest, NodeRunResult } from "@tempograph/graph";

export interface NodeRunOptions {
  /** `run-node-…` */
  readonly id: string;
  /** Greatest number of attempts. */
  readonly attempts: number;
  /** ms for all attempts together. */
  readonly timeoutMs: number;
  /** For people, in Temporal's Web UI. */
  readonly summary: string;
}

export type NodeRunAnswer =
  | ({ readonly kind: "succeeded" } & NodeRunResult)
  /** `attempts` is null where nobody could count them: the time was up. */
  | ({ readonly kind: "failed"; readonly failure: Failure } & (NodeRunAttempt | { attempts: null; logs: readonly [] }))
  /** No worker took it; nothing was carried out. */
  | { readonly kind: "noWorker" }
  /** This Temporal server cannot run an activity by itself; nothing was carried out. */
  | { readonly kind: "unsupported" }
  /** `maybe`: it may have been carried out all the same. */
  | { readonly kind: "unavailable"; readonly maybe: boolean };

/** Runs one node in a worker, without an execution. */
export interface NodeRunner {
  /** Never throws because Temporal is down. */
  run(request: NodeRunRequest, options: NodeRunOptions): Promise<NodeRunAnswer>;
  close(): Promise<void>;
}
