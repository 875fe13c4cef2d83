import type { ExecutionStatus, Failure, Json, OperationKeys, TraceEntry } from "@tempograph/graph";
import type { StepRow } from "@tempograph/db";

export type ProjectedStatus = Exclude<ExecutionStatus, "pending">;

export type ProjectionProblemCode =
  /** The input of the first event is not an ExecutionStart. */
  | "START_UNREADABLE"
  /** A payload that the projection needs cannot be read. */
  | "PAYLOAD_UNREADABLE"
  /** The machine threw an error while it applied a batch. */
  | "MACHINE_FAILED"
  /** Event ids are missing (I3). */
  | "HISTORY_GAP"
  /** The machine ended with a different status or failure than Temporal. */
  | "STATUS_DIFFERS"
  | "OUTPUT_DIFFERS"
  /** The next run of the chain begins with a different state. */
  | "STATE_DIFFERS"
  /** The interpreter's trace differs from the projection's. */
  | "TRACE_DIFFERS"
  /** Somebody other than our workers has accepted an operation that the API has not signed (I15). */
  | "OPERATION_FORGED";

/** A difference between projection and history. It is always reported (I3). */
export interface ProjectionProblem {
  readonly code: ProjectionProblemCode;
  readonly message: string;
  readonly eventId?: number;
  readonly expected?: Json;
  readonly found?: Json;
}

/** The state of an execution as one run's history shows it. Times are milliseconds since the epoch. */
export interface Projection {
  readonly status: ProjectedStatus;
  readonly output: Json | null;
  readonly failure: Failure | null;
  readonly startedAt: number | null;
  readonly closedAt: number | null;
  /** The id of the chain's first run. */
  readonly firstRunId: string | null;
  /** The keys whose signatures the run accepts; null if it accepts operations that nobody has signed, undefined if that is its right. */
  readonly acceptedKeys: OperationKeys | null | undefined;
  /** The run that continues this one as new. */
  readonly nextRunId: string | null;
  /** Whether the run was terminated because an operator reset it to an earlier point. A later run continues it. */
  readonly wasReset: boolean;
  readonly lastEventId: number;
  /** Whether only a newer release knows the rules that the execution follows. Its steps are unknown here, and it was not ended from outside. */
  readonly needsNewer: boolean;
  /** All changes in order: first those that the machine made, then those that the end of the execution made. */
  readonly trace: readonly TraceEntry[];
  /** The update keys of the changes, in the same order. Subscribers get each key once. */
  readonly updateKeys: readonly string[];
  readonly traceHash: string;
  readonly steps: readonly StepRow[];
  readonly problems: readonly ProjectionProblem[];
}
