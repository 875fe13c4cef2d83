import { sql } from "kysely";
import type { Failure, Json } from "@tempograph/graph";

export type ExecutionStatus =
  | "pending"
  | "running"
  | "completed"
  | "completedWithErrors"
  | "failed"
  | "cancelled"
  | "terminated"
  | "timedOut";

/** Whether an execution of this status has ended, as far as Postgres knows. */
export function isClosed(status: ExecutionStatus): boolean {
  return status !== "pending" && status !== "running";
}

/** The row of an execution. Its id is the Temporal workflow id. */
export interface ExecutionRecord {
  readonly id: string;
  /** The order of creation: a bigint in decimal digits. */
  readonly seq: string;
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly eventId: string;
  readonly triggerId: string;
  readonly status: ExecutionStatus;
  readonly runId: string | null;
  readonly firstRunId: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly closedAt: Date | null;
  readonly output: Json;
  readonly failure: Failure | null;
  /** The number of history events of all mirrored runs. */
  readonly historyEvents: number | null;
  /** Null until the execution is mirrored to its end. False if the projection and Temporal differ, see `mirrorProblem` (I3). */
  readonly mirrorOk: boolean | null;
  readonly mirrorProblem: Json;
  /** The last cursor in execution_updates: a bigint in decimal digits. */
  readonly updateSeq: string;
  /** Why the execution could not be started on Temporal yet. */
  readonly startError: string | null;
  /** Whether a person has paused it: no step or timer begins, and it does not end, until it is resumed. */
  readonly paused: boolean;
  /** The execution that this one runs again. */
  readonly rerunOf: string | null;
  /** The top-level node from which the rerun begins; null if it repeats the whole execution, or if this is not a rerun. */
  readonly rerunFrom: string | null;
}

/** The columns of an `ExecutionRecord`. */
export const executionColumns = [
  "id",
  sql<string>`seq::text`.as("seq"),
  "workflow_id as workflowId",
  "workflow_version as workflowVersion",
  "event_id as eventId",
  "trigger_id as triggerId",
  "status",
  "run_id as runId",
  "first_run_id as firstRunId",
  "created_at as createdAt",
  "started_at as startedAt",
  "closed_at as closedAt",
  "output",
  "failure",
  "history_events as historyEvents",
  "mirror_ok as mirrorOk",
  "mirror_problem as mirrorProblem",
  sql<string>`update_seq::text`.as("updateSeq"),
  "start_error as startError",
  "paused",
  "rerun_of as rerunOf",
  "rerun_from as rerunFrom",
] as const;
