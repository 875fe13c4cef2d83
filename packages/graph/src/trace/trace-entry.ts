import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";

/** Version of this language; whatever stores entries stores it with them. */
export const TRACE_VERSION = 1;

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
  /** Failed, and waits for a person (`onError: pause`). */
  | "incident"
  /** The whole execution, at the path `!gate`. */
  | "paused"
  | "resumed";

/**
 * One change of one step: the one language for everything that looks at an execution (live updates, the mirror's
 * projection, the local runner, the conformance suite). Order of entries is part of their meaning.
 */
export interface TraceEntry {
  readonly path: string;
  readonly nodeId: string;
  /** Node type. */
  readonly type: string;
  readonly kind: TraceKind;
  /** ms since epoch: the time of the batch it came with. */
  readonly at: number;
  /** The port that the step ended on. */
  readonly port?: string;
  /** Rendered input, with `scheduled` (activities), `waiting` and machine nodes' `completed`. */
  readonly input?: Json;
  readonly output?: Json;
  readonly failure?: Failure;
  /** `waiting`: until when, where a timer decides. */
  readonly until?: number;
  /** Ended so without running: its output comes from the execution that this one runs again. */
  readonly seeded?: true;
  /** Who did it, where a person did: the caller's name. */
  readonly by?: string;
}
