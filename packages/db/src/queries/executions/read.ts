import type { ExecutionStatus, Failure, Json } from "@tempograph/graph";
import { type RawBuilder, sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { canMatch, isStorable } from "../storable.ts";
import { executionInProject, inProject } from "../../projects/project-scope.ts";

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

export interface ExecutionFilter {
  readonly workflowId?: string | null | undefined;
  /** A version of the workflow, by its number. */
  readonly version?: number | null | undefined;
  readonly eventId?: string | null | undefined;
  /** The execution of which the executions are reruns. */
  readonly rerunOf?: string | null | undefined;
  /** The execution has one of these statuses. An empty list finds nothing. */
  readonly status?: readonly ExecutionStatus[] | null | undefined;
  readonly paused?: boolean | null | undefined;
  /** Whether a failed step of the execution waits for a person. */
  readonly hasIncident?: boolean | null | undefined;
  readonly createdAfter?: Date | null | undefined;
  readonly createdBefore?: Date | null | undefined;
}

const INCIDENT = sql`exists (select from steps where steps.execution_id = executions.id and steps.status = 'incident')`;

/** A filter as a condition on `executions`, of the database's project. */
export function executionWhere(db: Database, filter: ExecutionFilter): RawBuilder<boolean> {
  const wanted: RawBuilder<unknown>[] = [inProject(db, "executions")];
  const { workflowId, version, eventId, rerunOf, status, paused, hasIncident, createdAfter, createdBefore } = filter;
  if (workflowId != null) wanted.push(sql`executions.workflow_id = ${workflowId}`);
  if (version != null) wanted.push(sql`executions.workflow_version = ${version}::bigint`);
  if (eventId != null) wanted.push(sql`executions.event_id = ${eventId}`);
  if (rerunOf != null) wanted.push(sql`executions.rerun_of = ${rerunOf}`);
  if (status != null) wanted.push(sql`executions.status = any(${status}::text[])`);
  if (paused != null) wanted.push(sql`executions.paused = ${paused}`);
  // Never `exists (…) = $1`: Postgres cannot turn a comparison of booleans into a semi-join, so the index would go unused.
  if (hasIncident != null) wanted.push(hasIncident ? INCIDENT : sql`not ${INCIDENT}`);
  if (createdAfter != null) wanted.push(sql`executions.created_at >= ${createdAfter}`);
  if (createdBefore != null) wanted.push(sql`executions.created_at < ${createdBefore}`);
  return sql<boolean>`(${sql.join(wanted, sql` and `)})`;
}

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

/** Lists the updates after a cursor, in commit order (I7). */
export async function listUpdates(
  db: Database,
  executionId: string,
  after: string,
  limit: number,
): Promise<UpdateRecord[]> {
  return await db
    .selectFrom("execution_updates")
    .select(["execution_id as executionId", sql<string>`seq::text`.as("seq"), "key", "kind", "path", "body", "at"])
    .where("execution_id", "=", executionId)
    .where(executionInProject(db, sql`${executionId}`))
    .where(sql<boolean>`execution_updates.seq > ${after}::bigint`)
    .orderBy("execution_updates.seq")
    .limit(limit)
    .$castTo<UpdateRecord>()
    .execute();
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
  if (filter.status?.length === 0 || !canMatch(filter)) return [];
  let query = db
    .selectFrom("executions")
    .select(executionColumns)
    .where(executionWhere(db, filter))
    .orderBy("executions.seq", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (page.after !== undefined) query = query.where(sql<boolean>`seq < ${page.after}::bigint`);
  if (page.before !== undefined) query = query.where(sql<boolean>`seq > ${page.before}::bigint`);
  return await query.$castTo<ExecutionRecord>().execute();
}
