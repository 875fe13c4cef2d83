import type { Failure, NodeRunAttempt, NodeRunRequest, NodeRunResult } from "@tempograph/graph";

export interface NodeRunOptions {
  /** The activity's id, `run-node-…`. */
  readonly id: string;
  /** The most attempts. */
  readonly attempts: number;
  /** Milliseconds for all attempts together. */
  readonly timeoutMs: number;
  /** The summary that Temporal's Web UI shows. */
  readonly summary: string;
}

export type NodeRunAnswer =
  | ({ readonly kind: "succeeded" } & NodeRunResult)
  /** `attempts` is null if the number is unknown, because the time was over. */
  | ({ readonly kind: "failed"; readonly failure: Failure } & (NodeRunAttempt | { attempts: null; logs: readonly [] }))
  /** No worker took the node in time; nothing was carried out. */
  | { readonly kind: "noWorker" }
  /** The Temporal server does not support standalone activities; nothing was carried out. */
  | { readonly kind: "unsupported" }
  /** Temporal does not answer. `maybe` says that the node may have been carried out all the same. */
  | { readonly kind: "unavailable"; readonly maybe: boolean };

/** Runs one node in a worker, without an execution. */
export interface NodeRunner {
  /** Runs a node. It does not throw if Temporal is down. */
  run(request: NodeRunRequest, options: NodeRunOptions): Promise<NodeRunAnswer>;
  close(): Promise<void>;
}
