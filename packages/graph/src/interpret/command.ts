import type { Lane } from "../definition/graph.ts";
import type { RetryPolicy, TimeoutPolicy } from "../definition/definition.ts";
import type { Failure } from "../definition/failure.ts";
import type { Json, JsonObject } from "../definition/json.ts";

/** What should happen next. A driver carries the commands of a batch out in the order given. */
export type Command =
  | RunStep
  /**
   * Starts a timer. Its `path` is that of the step that waits for it. The timer fires at `at` (ms since epoch), or, if
   * `afterMs` is given, this long after the driver has received the command.
   */
  | {
      readonly kind: "startTimer";
      readonly path: string;
      readonly at: number;
      readonly summary: string;
      readonly afterMs?: number;
    }
  /** Asks the step or timer that is open at `path` to stop. */
  | { readonly kind: "cancel"; readonly path: string }
  /** The work is too much for one activation. The driver applies `yielded` after a timer of 1 ms, and the machine continues. */
  | { readonly kind: "yield" }
  /**
   * History is long, and no activity is in flight: the driver continues as new. It gives `machine.snapshot()` to the new
   * run, whose first event is `resumed`.
   */
  | { readonly kind: "continueAsNew" }
  | { readonly kind: "complete"; readonly output: Json; readonly status: "completed" | "completedWithErrors" }
  | { readonly kind: "fail"; readonly failure: Failure }
  /** The execution ends as cancelled, because somebody asked for it. */
  | { readonly kind: "cancelled"; readonly reason?: string };

export interface RunStep {
  readonly kind: "runStep";
  /** Unique among all steps of the execution; it becomes the activity id. */
  readonly path: string;
  readonly nodeId: string;
  /** The node type; it becomes the activity type. */
  readonly type: string;
  readonly input: JsonObject;
  readonly lane: Lane;
  readonly retry: RetryPolicy;
  readonly timeout: TimeoutPolicy;
  /** The Temporal task queue whose workers run the activity. Default: the interpreter's own. */
  readonly taskQueue?: string;
  /** The same on every attempt (I5). */
  readonly idempotencyKey: string;
  /**
   * Present if the activity does not carry out the node itself: `undo` compensates a completed step, `cancel` cancels a
   * called execution, and `release` releases a lock.
   */
  readonly purpose?: "undo" | "cancel" | "release";
  /** The summary for Temporal's Web UI. It begins with the path and has at most 400 bytes. */
  readonly summary: string;
}
