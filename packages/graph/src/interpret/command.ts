import type { Lane } from "../definition/graph.ts";
import type { RetryPolicy, TimeoutPolicy } from "../definition/definition.ts";
import type { Failure } from "../definition/failure.ts";
import type { Json, JsonObject } from "../definition/json.ts";

/** What should happen: a driver carries commands out in the order given. */
export type Command =
  | RunStep
  /** A timer known by the path of what waits for it; `at` in ms since epoch. `afterMs`: in place of it, from now. */
  | {
      readonly kind: "startTimer";
      readonly path: string;
      readonly at: number;
      readonly summary: string;
      readonly afterMs?: number;
    }
  /** Ask what is open at `path` (a step or a timer) to stop. */
  | { readonly kind: "cancel"; readonly path: string }
  /** Too much work for one activation: apply `yielded` after a timer of 1 ms. */
  | { readonly kind: "yield" }
  /** Nothing is in flight and history is long: go on in a new run with `machine.snapshot()`; its first event is `resumed`. */
  | { readonly kind: "continueAsNew" }
  | { readonly kind: "complete"; readonly output: Json; readonly status: "completed" | "completedWithErrors" }
  | { readonly kind: "fail"; readonly failure: Failure }
  /** The execution ends cancelled, as asked. */
  | { readonly kind: "cancelled"; readonly reason?: string };

export interface RunStep {
  readonly kind: "runStep";
  /** Unique among all steps of the execution: the activity id. */
  readonly path: string;
  readonly nodeId: string;
  /** The node type: the activity type. */
  readonly type: string;
  readonly input: JsonObject;
  readonly lane: Lane;
  readonly retry: RetryPolicy;
  readonly timeout: TimeoutPolicy;
  /** The Temporal task queue whose workers take it. Absent: the interpreter's own. */
  readonly taskQueue?: string;
  /** I5: the same on every attempt. */
  readonly idempotencyKey: string;
  /** Not the node itself: compensates a step, takes a call back, gives a lock back. */
  readonly purpose?: "undo" | "cancel" | "release";
  /** Begins with the path. At most 400 bytes. */
  readonly summary: string;
}
