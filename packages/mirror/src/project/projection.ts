import type { Failure, Json, TraceEntry } from "@tempograph/graph";
import type { StepRow } from "@tempograph/db";

export type ProjectedStatus =
  | "running"
  | "completed"
  | "completedWithErrors"
  | "failed"
  | "cancelled"
  | "terminated"
  | "timedOut";

export type ProjectionProblemCode =
  /** The first event's input is no ExecutionStart. */
  | "START_UNREADABLE"
  /** A payload that the projection needs cannot be read. */
  | "PAYLOAD_UNREADABLE"
  /** The machine threw at a batch. */
  | "MACHINE_FAILED"
  /** Event ids with a hole (I3). */
  | "HISTORY_GAP"
  /** The machine came to another end than Temporal. */
  | "STATUS_DIFFERS"
  | "OUTPUT_DIFFERS"
  /** The next run of the chain begins with another state. */
  | "STATE_DIFFERS"
  /** The interpreter went through other changes than the projection. */
  | "TRACE_DIFFERS";

/** Where projection and history do not agree: reported, never hidden (I3). */
export interface ProjectionProblem {
  readonly code: ProjectionProblemCode;
  readonly message: string;
  readonly eventId?: number;
  readonly expected?: Json;
  readonly found?: Json;
}

/** What a history says: pure, the same for the same events. Times in ms since epoch. */
export interface Projection {
  readonly status: ProjectedStatus;
  readonly output: Json | null;
  readonly failure: Failure | null;
  readonly startedAt: number | null;
  readonly closedAt: number | null;
  /** Id of the chain's first run. */
  readonly firstRunId: string | null;
  /** The run that goes on where this one ended. */
  readonly nextRunId: string | null;
  /** Terminated because an operator set it back to an earlier point: a later run goes on. */
  readonly wasReset: boolean;
  readonly lastEventId: number;
  /** Every change, in order; behind the machine's own those that the end of the execution made. */
  readonly trace: readonly TraceEntry[];
  /** Of each change: the key under which subscribers are told of it. */
  readonly updateKeys: readonly string[];
  readonly traceHash: string;
  readonly steps: readonly StepRow[];
  readonly problems: readonly ProjectionProblem[];
}
