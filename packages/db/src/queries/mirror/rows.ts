import type { Failure, Json, JsonObject, StepStatus } from "@tempograph/graph";
import type { ExecutionStatus } from "../executions/record.ts";
import type { UpdateRecord } from "../executions/updates.ts";

/** A step as the mirror writes it. Times in ms since epoch. */
export interface StepRow {
  readonly path: string;
  /** Order of first appearance. */
  readonly position: number;
  /** Begun in an earlier run of the chain: what this row does not know stays as it is. */
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

/** One event of Temporal's history, ready to store. */
export interface HistoryEventRow {
  readonly eventId: number;
  readonly eventType: string;
  /** RFC 3339. */
  readonly eventTime: string;
  /** The whole event as proto3 JSON. */
  readonly json: JsonObject;
}

/** A change that subscribers hear of once (I7), by its key. `at` in ms since epoch. */
export interface UpdateRow {
  readonly key: string;
  readonly kind: UpdateRecord["kind"];
  readonly path: string | null;
  readonly body: Json;
  readonly at: number;
}

/** Times in ms since epoch. */
export interface AttemptRow {
  readonly path: string;
  readonly attempt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly failure: Failure | null;
  readonly worker: string | null;
}

/** A line that a node logged, under the key that keeps it single. `at` in ms since epoch. */
export interface LogRow {
  readonly key: string;
  readonly path: string;
  readonly attempt: number;
  readonly level: string;
  readonly message: string;
  readonly fields: Json;
  readonly at: number;
}

/** What only the worker knows of an execution. */
export interface LiveRows {
  readonly attempts: readonly AttemptRow[];
  readonly logs: readonly LogRow[];
  readonly updates: readonly UpdateRow[];
}

/** The live updates of one execution, with the steps as the worker saw them change. */
export interface LiveWrite extends LiveRows {
  readonly executionId: string;
  readonly runId: string;
  readonly steps: readonly StepRow[];
  /** The gate was closed or opened; null: no word of it. */
  readonly paused: boolean | null;
}

/** What the mirror knows of one run: its new events, and what the whole history up to them says. */
export interface MirroredRun {
  readonly executionId: string;
  readonly runId: string;
  /** The lease's fence; null: no lease, the row's lock alone (a closed run, written whole). */
  readonly fence: number | null;
  readonly events: readonly HistoryEventRow[];
  readonly steps: readonly StepRow[];
  readonly updates: readonly UpdateRow[];
  readonly lastEventId: number;
  readonly firstRunId: string | null;
  /** ms since epoch. */
  readonly startedAt: number | null;
  readonly paused: boolean | null;
  /** The run has closed. */
  readonly close: RunClose | null;
  /** Live updates that the worker has not written yet. */
  readonly liveRows: LiveRows | null;
}

export interface RunClose {
  /** `running`: the execution goes on in `nextRunId`. */
  readonly status: ExecutionStatus;
  readonly output: Json;
  readonly failure: Failure | null;
  /** ms since epoch. */
  readonly closedAt: number | null;
  readonly nextRunId: string | null;
  readonly ok: boolean;
  /** The problems, where not ok (I3). */
  readonly problem: Json;
}
