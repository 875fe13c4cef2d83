import type { Failure } from "../definition/failure.ts";
import type { EventData } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";

// The messages of `call_workflow`, `wait_for_event` and `lock`. Each of these nodes runs an activity: its input is the
// request, its result is the answer, and where the answer says that the step has to wait, a signal brings a reply later.

/** What happens to a called execution when the calling execution ends first. */
export type ParentClosePolicy = "requestCancel" | "terminate" | "abandon";

export type CallRequest =
  | {
      readonly op: "start";
      /** Id or name of the workflow. */
      readonly workflow: string;
      /** Default: the version that is published when the call is made. */
      readonly version?: number;
      /** The payload of the called execution. */
      readonly data: Json;
      readonly wait: boolean;
      readonly parentClosePolicy: ParentClosePolicy;
    }
  | { readonly op: "cancel"; readonly executionId: string; readonly policy: ParentClosePolicy };

/**
 * The answer to `start`. If `wait` is set, a `CallReply` follows when the called execution closes. The answer to `cancel`
 * is `{}`.
 */
export type CallAnswer = { readonly executionId: string; readonly workflowId: string; readonly version: number };

export type CallReply = {
  readonly executionId: string;
  /** How the called execution ended: `completed`, `failed` … */
  readonly status: string;
  readonly output?: Json;
  readonly failure?: Failure;
};

export type WaitForEventRequest = {
  /** A type or a pattern of types, as in triggers: `order.*`. */
  readonly eventType: string;
  /** A JSONLogic condition on the event; null accepts every event. */
  readonly match: Json;
  /** The step also accepts an event that was stored up to this long before the step was scheduled. */
  readonly lookBackMs: number;
  /** ms since epoch: when the wait times out; null if it never does. */
  readonly untilMs: number | null;
};

/** `event` is null if no stored event fits yet; then an `EventReply` follows when one arrives. */
export type WaitForEventAnswer = { readonly event: EventData | null };

export type EventReply = { readonly event: EventData };

export type LockRequest =
  /** `untilMs`: when the wait for the lock times out, in ms since epoch; null if it never does. */
  | { readonly op: "acquire"; readonly key: string; readonly untilMs: number | null }
  /** `holder`: the path of the lock node that holds the lock. */
  | { readonly op: "release"; readonly key: string; readonly holder: string };

/**
 * The answer to `acquire`. If `granted` is false, the step stands in the queue of the lock, and a `LockReply` follows when
 * its turn comes. The answer to `release` is `{}`.
 */
export type LockAnswer = { readonly granted: boolean };

export type LockReply = { readonly granted: true };

/**
 * The only argument of the signal `tempograph.reply`. The signal may arrive more than once, and it may arrive before the
 * answer of the step's activity.
 */
export type ReplySignal = {
  /** Path and idempotency key of the caller step. */
  readonly path: string;
  readonly key: string;
  readonly reply: CallReply | EventReply | LockReply;
  /** ms since epoch: when the reply became available. */
  readonly time: number;
};
