import type { Failure, Json, JsonObject, StepStatus } from "@tempograph/graph";
import type { ExecutionStatus, UpdateRecord } from "../executions/read.ts";

/** A step as the mirror writes it. Times are milliseconds since the epoch. */
export interface StepRow {
  readonly path: string;
  /** The order of first appearance. */
  readonly position: number;
  /** Whether the step began in an earlier run of the chain. Stored values that this row does not have then stay. */
  readonly isResumed?: boolean;
  readonly nodeId: string;
  readonly type: string;
  readonly status: StepStatus;
  readonly port: string | null;
  readonly input: Json;
  readonly output: Json;
  readonly failure: Failure | null;
  readonly attempts: number;
  readonly scheduledAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

/** An event of Temporal's history, ready to store. */
export interface HistoryEventRow {
  readonly eventId: number;
  readonly eventType: string;
  /** RFC 3339. */
  readonly eventTime: string;
  /** The whole event as proto3 JSON. */
  readonly json: JsonObject;
}

/** A change that subscribers get once (I7), identified by its key. `at` is in milliseconds since the epoch. */
export interface UpdateRow {
  readonly key: string;
  readonly kind: UpdateRecord["kind"];
  readonly path: string | null;
  readonly body: Json;
  readonly at: number;
}

/** An attempt of a step. Times are milliseconds since the epoch. */
export interface AttemptRow {
  readonly path: string;
  readonly attempt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly failure: Failure | null;
  readonly worker: string | null;
}

/** A line that a node logged. The key makes sure that it is stored once. `at` is in milliseconds since the epoch. */
export interface LogRow {
  readonly key: string;
  readonly path: string;
  readonly attempt: number;
  readonly level: string;
  readonly message: string;
  readonly fields: Json;
  readonly at: number;
}

/** The rows of an execution that only the worker knows. */
export interface LiveRows {
  readonly attempts: readonly AttemptRow[];
  readonly logs: readonly LogRow[];
  readonly updates: readonly UpdateRow[];
}

/** The live updates of one execution, with the steps as the worker reported them. */
export interface LiveWrite extends LiveRows {
  readonly executionId: string;
  readonly runId: string;
  readonly steps: readonly StepRow[];
  /** Whether the execution was paused or resumed; null if neither was reported. */
  readonly paused: boolean | null;
}

/** What the mirror writes of one run: its new events, and the state that follows from the history up to them. */
export interface MirroredRun {
  readonly executionId: string;
  readonly runId: string;
  /** The fence of the run's lease. Null for a closed run that is written as a whole, which needs no lease. */
  readonly fence: number | null;
  readonly events: readonly HistoryEventRow[];
  readonly steps: readonly StepRow[];
  readonly updates: readonly UpdateRow[];
  readonly lastEventId: number;
  readonly firstRunId: string | null;
  /** In milliseconds since the epoch. */
  readonly startedAt: number | null;
  readonly paused: boolean | null;
  /** The end of the run; null while it is open. */
  readonly close: RunClose | null;
  /** Live updates that wait in the worker and are written with the run. */
  readonly liveRows: LiveRows | null;
}

export interface RunClose {
  /** `running` means that the execution goes on in the run `nextRunId`. */
  readonly status: ExecutionStatus;
  readonly output: Json;
  readonly failure: Failure | null;
  /** In milliseconds since the epoch. */
  readonly closedAt: number | null;
  readonly nextRunId: string | null;
  readonly ok: boolean;
  /** The problems of the projection if it is not ok (I3). */
  readonly problem: Json;
}
