import type { Failure } from "../definition/failure.ts";
import type { EventData } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";

// What `call_workflow`, `wait_for_event` and `lock` ask of the world: the input of their activities, what these answer at
// once, and the reply that a signal brings later.

/** What becomes of a called execution when its caller ends before it. */
export type ParentClosePolicy = "requestCancel" | "terminate" | "abandon";

export type CallRequest =
  | {
      readonly op: "start";
      /** Id, or name. */
      readonly workflow: string;
      /** Default: the one that is published at that moment. */
      readonly version?: number;
      /** The payload of the called execution. */
      readonly data: Json;
      readonly wait: boolean;
      readonly parentClosePolicy: ParentClosePolicy;
    }
  | { readonly op: "cancel"; readonly executionId: string; readonly policy: ParentClosePolicy };

/** Of `start`: the close of the called execution brings a `CallReply`, where `wait` is set. Of `cancel`: `{}`. */
export type CallAnswer = { readonly executionId: string; readonly workflowId: string; readonly version: number };

export type CallReply = {
  readonly executionId: string;
  /** How it ended: `completed`, `failed` … */
  readonly status: string;
  readonly output?: Json;
  readonly failure?: Failure;
};

export type WaitForEventRequest = {
  /** A type, or a pattern as triggers have it: `order.*`. */
  readonly eventType: string;
  /** JSONLogic over the event; null: any. */
  readonly match: Json;
  /** Events that were stored so long before the step was scheduled count, too. */
  readonly lookBackMs: number;
  /** ms since epoch. */
  readonly untilMs: number | null;
};

/** `null`: none so far; one that fits brings an `EventReply`. */
export type WaitForEventAnswer = { readonly event: EventData | null };

export type EventReply = { readonly event: EventData };

export type LockRequest =
  | { readonly op: "acquire"; readonly key: string; /** ms since epoch. */ readonly untilMs: number | null }
  /** `holder`: path of the lock node. */
  | { readonly op: "release"; readonly key: string; readonly holder: string };

/** Of `acquire`. False: in the queue; a `LockReply` comes when it is this step's turn. Of `release`: `{}`. */
export type LockAnswer = { readonly granted: boolean };

export type LockReply = { readonly granted: true };

/** The one argument of the signal `tempograph.reply`. It may come more than once, and before the step's own answer. */
export type ReplySignal = {
  /** Path and idempotency key of the caller step. */
  readonly path: string;
  readonly key: string;
  readonly reply: CallReply | EventReply | LockReply;
  /** ms since epoch: when the reply was there. */
  readonly time: number;
};
