import type { EventData } from "../definition/graph.ts";
import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";
import type { OperationRequest } from "./operation.ts";
import type { Seed } from "../definition/seed.ts";

/**
 * What happened; a driver tells the machine. `time` (ms since epoch) stands in the data itself, for example in the result of
 * an activity. A graph with burst steps takes its time from there instead of from the batch (rule 11).
 */
export type MachineEvent =
  | {
      readonly kind: "started";
      readonly event: EventData;
      readonly executionId: string;
      readonly seed?: Seed;
      readonly time?: number;
    }
  /** The first event of a run after a continue-as-new: the machine starts the timers of the snapshot again. */
  | { readonly kind: "resumed"; readonly time?: number }
  /**
   * History is long: the machine shall continue as new as soon as nothing is in flight. If `hard` is false, it gives up
   * after a minute and tries again later; if it is true, it holds new commands for as long as it takes.
   */
  | { readonly kind: "drain"; readonly historyLength: number; readonly hard: boolean; readonly time?: number }
  /**
   * The reply that a caller step waits for: the close of a called execution, an event, or a lock. `key` is the idempotency
   * key of this step, so that a late reply for an earlier attempt is ignored.
   */
  | {
      readonly kind: "replyReceived";
      readonly path: string;
      readonly key: string;
      readonly reply: Json;
      readonly time?: number;
    }
  | ({ readonly kind: "operation" } & OperationRequest)
  | {
      readonly kind: "stepSucceeded";
      readonly path: string;
      readonly output: Json;
      readonly port?: string;
      readonly time?: number;
    }
  | { readonly kind: "stepFailed"; readonly path: string; readonly failure: Failure; readonly time?: number }
  | { readonly kind: "stepCancelled"; readonly path: string; readonly time?: number }
  | { readonly kind: "timerFired"; readonly path: string; readonly time?: number }
  | {
      readonly kind: "signalReceived";
      readonly id: string;
      readonly name: string;
      readonly payload: Json;
      readonly time?: number;
    }
  | { readonly kind: "cancelRequested"; readonly reason?: string; readonly time?: number }
  | { readonly kind: "yielded"; readonly time?: number };
