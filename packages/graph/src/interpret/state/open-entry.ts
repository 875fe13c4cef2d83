import type { Json } from "../../definition/json.ts";
import type { MachineEvent } from "../machine-event.ts";
import type { ProgramNode } from "./program.ts";

/** What an open entry waits for. */
export type OpenKind =
  /** The answer of an activity. */
  | "step"
  | "timer"
  | "signal"
  /** A reply to a caller step. */
  | "reply"
  /** A person's decision. */
  | "approval"
  /** The end of its child scopes. */
  | "container"
  /** A person who resolves a failure (`onError: pause`). */
  | "incident";

/** Something that waits for an answer. Its path is its key. It is plain JSON except for `node` and `children`. */
export interface OpenEntry<Compiled = unknown, Memo = unknown> {
  readonly kind: OpenKind;
  readonly path: string;
  /** Key of the scope instance it lives in. */
  readonly scope: string;
  readonly node: ProgramNode<Compiled>;
  /** True once the entry was asked to stop: its answer takes no edge any more (rule 7). */
  cancelling: boolean;
  /** ms since epoch: when the timer of the entry fires. */
  readonly until?: number;
  /** What the construct has to remember: plain JSON, or `undefined`. Only the construct knows the type. */
  readonly memo: Memo;
  /** Present for an activity that does not carry out the node itself; see `RunStep.purpose`. */
  readonly purpose?: "undo" | "cancel" | "release";
  /** The idempotency key of the activity. A reply names it. */
  readonly key?: string;
  /** Rises when a person retries the step with another input (rule 12). */
  readonly revision?: number;
  /** The answer of a burst step, kept until all answers of its batch have arrived (see local-activity-batch.ts). */
  answer?: StepAnswer;
  /** A reply that arrived before the answer of the step's activity. */
  reply?: Json;
  /** The keys of a container's live child scopes. */
  readonly children?: Set<string>;
}

export type StepAnswer = Extract<MachineEvent, { kind: "stepSucceeded" | "stepFailed" | "stepCancelled" }>;
