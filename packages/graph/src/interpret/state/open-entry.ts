import type { Json } from "../../definition/json.ts";
import type { MachineEvent } from "../machine-event.ts";
import type { ProgramNode } from "./program.ts";

export type OpenKind =
  /** An activity. */
  | "step"
  | "timer"
  | "signal"
  /** A reply to what a step asked for. */
  | "reply"
  /** A person's decision. */
  | "approval"
  /** Child scopes. */
  | "container"
  /** A person who resolves a failure (`onError: pause`). */
  | "incident";

/** Something that waits for an answer. Keyed by its path; plain JSON but for `node` and `command`. */
export interface OpenEntry<Compiled = unknown, Memo = unknown> {
  readonly kind: OpenKind;
  readonly path: string;
  /** Key of the scope instance it lives in. */
  readonly scope: string;
  readonly node: ProgramNode<Compiled>;
  /** Asked to stop; its answer no longer moves the graph (rule 7). */
  cancelling: boolean;
  /** ms since epoch: when its timer fires by itself. */
  readonly until?: number;
  /** What the construct has to remember: plain JSON, `undefined` for nothing. Only the construct knows its type. */
  readonly memo: Memo;
  /** An activity that is not the node itself: it undoes a step, takes a call back, gives a lock back. */
  readonly purpose?: "undo" | "cancel" | "release";
  /** Idempotency key of the activity: what replies name. */
  readonly key?: string;
  /** Rises when an operator changes the input (rule 12). */
  readonly revision?: number;
  /** A burst step's answer, held until its batch is whole (see local-activity-batch.ts). */
  answer?: StepAnswer;
  /** A reply that overtook its step's own answer. */
  reply?: Json;
  /** A container's live child scopes, by key. */
  readonly children?: Set<string>;
}

export type StepAnswer = Extract<MachineEvent, { kind: "stepSucceeded" | "stepFailed" | "stepCancelled" }>;
