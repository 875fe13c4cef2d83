import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";

/** Version of the form of trace entries. Code that stores entries stores this version with them. */
export const TRACE_VERSION = 1;

/** The path of the entries that concern the whole execution. */
export const GATE_PATH = "!gate";

/** How a step's state changed. */
export type TraceKind =
  | "scheduled"
  | "started"
  | "waiting"
  | "completed"
  | "completedLate"
  | "failed"
  | "skipped"
  | "cancelled"
  | "notReached"
  /** The step failed and waits until a person resolves the failure (`onError: pause`). */
  | "incident"
  /** `paused` and `resumed` concern the whole execution; their path is `GATE_PATH`. */
  | "paused"
  | "resumed";

/**
 * One change of one step. Everything that looks at an execution reads trace entries: live updates, the mirror's projection,
 * the local runner and the conformance suite. The order of the entries is part of their meaning.
 */
export interface TraceEntry {
  readonly path: string;
  readonly nodeId: string;
  /** Node type. */
  readonly type: string;
  readonly kind: TraceKind;
  /** ms since epoch: the time of the batch of events that caused the change. */
  readonly at: number;
  /** The port that the step ended on. */
  readonly port?: string;
  /**
   * The input with all templates rendered. It stands in the `scheduled` entry of an activity, in `waiting` entries, and in
   * the `completed` entry of a node that the machine carries out itself.
   */
  readonly input?: Json;
  readonly output?: Json;
  readonly failure?: Failure;
  /** In a `waiting` entry: when a timer will end the wait, if there is one. */
  readonly until?: number;
  /** The step did not run: its output was copied from an earlier execution of which this one is a rerun. */
  readonly seeded?: true;
  /** The name of the person who caused the change, if a person did. */
  readonly by?: string;
}
