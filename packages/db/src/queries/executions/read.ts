import type { ExecutionStatus, Failure, Json } from "@tempograph/graph";
import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { isStorable } from "../storable.ts";
import { executionWhere, isVain, type ExecutionFilter } from "./execution-filter.ts";
import { inProject } from "../../projects/project-scope.ts";

export type { ExecutionStatus };

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
  /** Since when Temporal has not known its run. If it answers again, the execution goes on, also after it was closed as lost. */
  readonly missingSince: Date | null;
  /** Since when no worker can carry out its workflow task, and how that failed last. Null also for one that has ended. */
  readonly taskFailsSince: Date | null;
  readonly taskFailure: string | null;
  /** The cursor of the last update: a bigint in decimal digits. */
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
  "missing_since as missingSince",
  sql<Date | null>`case when status = 'running' then task_fails_since end`.as("taskFailsSince"),
  sql<string | null>`case when status = 'running' then task_failure end`.as("taskFailure"),
  sql<string>`update_seq::text`.as("updateSeq"),
  "start_error as startError",
  "paused",
  "rerun_of as rerunOf",
  "rerun_from as rerunFrom",
] as const;

/** A change of an execution that subscribers get (I7). */
export interface UpdateRecord {
  readonly executionId: string;
  /** The cursor; a bigint in decimal digits. */
  readonly seq: string;
  /** Identifies the change, so that it is stored once although both live updates and history report it. */
  readonly key: string;
  readonly kind: "status" | "step" | "attempt" | "log";
  readonly path: string | null;
  readonly body: Json;
  readonly at: Date;
}

/** The executions with these ids, in any order. */
export async function findExecutions(db: Database, ids: readonly string[]): Promise<ExecutionRecord[]> {
  const storable = ids.filter(isStorable);
  if (storable.length === 0) return [];
  return await db
    .selectFrom("executions")
    .select(executionColumns)
    .where("id", "in", storable)
    .where(inProject(db, "executions"))
    .$castTo<ExecutionRecord>()
    .execute();
}

/**
 * Lists executions, the newest first; `seq` is the page cursor. The order names the table's column, because plain `seq` would be the
 * selected text, whose order is not that of the numbers.
 */
export async function listExecutions(
  db: Database,
  filter: ExecutionFilter,
  page: PageRequest,
): Promise<ExecutionRecord[]> {
  if (isVain(filter)) return [];
  const order = page.backward ? "asc" : "desc";
  return await db
    .selectFrom("executions")
    .select(executionColumns)
    .where(executionWhere(db, filter, { order, after: page.after, before: page.before, limit: page.limit }))
    .orderBy("executions.seq", order)
    .limit(page.limit)
    .$castTo<ExecutionRecord>()
    .execute();
}
