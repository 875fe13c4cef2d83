import type { ExecutionStatus } from "@tempograph/graph";
import { type RawBuilder, sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";
import { betweenMoments } from "../between-moments.ts";
import { searchNewest } from "../search-newest.ts";
import { canMatch, isStorable } from "../storable.ts";
import { aListedStep, waitingStep, waitsFor, type WaitKind } from "./waits-for.ts";

export { WAITS, type WaitKind } from "./waits-for.ts";

export interface ExecutionFilter {
  /** One of these. An empty list finds nothing. */
  readonly ids?: readonly string[] | null | undefined;
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
  /** The execution waits for one of these. An empty list finds nothing. */
  readonly waitingFor?: readonly WaitKind[] | null | undefined;
  /** The name of what it waits for: of a signal, a type of events, a lock, a called workflow, the title of an approval. */
  readonly waitingForName?: string | null | undefined;
  /** A text in its event's data, in its output or in its failure, in upper or lower case. */
  readonly text?: string | null | undefined;
  readonly createdAfter?: Date | null | undefined;
  readonly createdBefore?: Date | null | undefined;
}

/** Whether nothing can match the filter, so that Postgres need not be asked. */
export function isVain(filter: ExecutionFilter): boolean {
  const lists = [filter.ids?.filter(isStorable), filter.status, filter.waitingFor];
  return lists.some((list) => list?.length === 0) || !canMatch(filter);
}

/** Where a page of the list is; a bulk job, which has no pages, takes the newest first. */
interface Place {
  readonly order: "asc" | "desc";
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** How many rows are read at most, if the condition stands alone in a statement with this order and limit. */
  readonly limit?: number | undefined;
}

/** The steps by which executions are found, `l`; undefined if the filter asks for none, or for something else, too. */
function stepOf({ waitingFor, waitingForName, hasIncident }: ExecutionFilter): RawBuilder<unknown> | undefined {
  if (waitingFor != null || waitingForName != null) return waitingStep(waitingFor, waitingForName);
  return hasIncident === true ? sql`l.status = 'incident'` : undefined;
}

/**
 * The executions of such steps that fit everything else, as many as the page holds, in its order: Postgres goes through the steps from where
 * the page begins, and ends when it is full. As a semi-join it would look up every execution that waits.
 */
function withStep(
  db: Database,
  step: RawBuilder<unknown>,
  all: RawBuilder<boolean>,
  { order, after, before, limit }: Place,
): RawBuilder<boolean> {
  // A value, and not `exists` or a join, which Postgres would carry out for all that wait before it takes the first of them.
  const fits = sql`(select true from executions where executions.id = l.execution_id and executions.status = 'running' and ${all})`;
  const wanted = [inProject(db, "l"), step, fits];
  if (after !== undefined) wanted.push(sql`l.execution_seq < ${after}::bigint`);
  if (before !== undefined) wanted.push(sql`l.execution_seq > ${before}::bigint`);
  return sql<boolean>`executions.seq = any(array(
    select distinct l.execution_seq from listed_steps l
     where ${sql.join(wanted, sql` and `)} order by l.execution_seq ${sql.raw(order)} limit ${sql.lit(limit)}))`;
}

/** A closed execution waits for nobody. So only those that run have to be looked up, which are few. */
const incident = (db: Database): RawBuilder<boolean> =>
  sql`(executions.status = 'running' and ${aListedStep(db, sql`l.status = 'incident'`)})`;

const CREATED = { table: "executions", number: "seq", time: "created_at" } as const;

/** A filter as a condition on `executions`, of the database's project. */
export function executionWhere(
  db: Database,
  filter: ExecutionFilter,
  { order, after, before, limit }: Place = { order: "desc" },
): RawBuilder<boolean> {
  const wanted: RawBuilder<unknown>[] = [inProject(db, "executions")];
  const { ids, workflowId, version, eventId, rerunOf, status, paused, hasIncident } = filter;
  const { waitingFor, waitingForName, text, createdAfter, createdBefore } = filter;
  if (ids != null) wanted.push(sql`executions.id = any(${ids.filter(isStorable)}::text[])`);
  if (workflowId != null) wanted.push(sql`executions.workflow_id = ${workflowId}`);
  if (version != null) wanted.push(sql`executions.workflow_version = ${version}::bigint`);
  // Two indexes hold the events of executions: one of those that events started, which is unique, and one of reruns.
  if (eventId != null)
    wanted.push(
      sql`(executions.event_id = ${eventId} and executions.rerun_of is null or executions.event_id = ${eventId} and executions.rerun_of is not null)`,
    );
  if (rerunOf != null) wanted.push(sql`executions.rerun_of = ${rerunOf}`);
  // An index gives the rows of one status in their order, but not those of a list of statuses.
  if (status != null)
    wanted.push(
      status.length === 1 ? sql`executions.status = ${status[0]}` : sql`executions.status = any(${status}::text[])`,
    );
  if (paused != null) wanted.push(sql`executions.paused = ${paused}`);
  const waits = waitingFor != null || waitingForName != null;
  const step = limit === undefined || text != null ? undefined : stepOf(filter);
  // Never `exists (…) = $1`: Postgres cannot turn a comparison of booleans into a semi-join, so the index would go unused.
  if (hasIncident != null && (step === undefined || waits || !hasIncident))
    wanted.push(hasIncident ? incident(db) : sql`not ${incident(db)}`);
  if (waits && step === undefined) wanted.push(waitsFor(db, waitingFor, waitingForName));
  wanted.push(...betweenMoments(db, CREATED, "executions", { from: createdAfter, until: createdBefore }));
  if (after !== undefined) wanted.push(sql`executions.seq < ${after}::bigint`);
  if (before !== undefined) wanted.push(sql`executions.seq > ${before}::bigint`);
  const all = sql<boolean>`(${sql.join(wanted, sql` and `)})`;
  if (step !== undefined) return withStep(db, step, all, { order, after, before, limit });
  if (text == null) return all;
  return searchNewest({
    key: sql`executions.seq`,
    from: sql`executions join events on events.id = executions.event_id`,
    wanted: all,
    order,
    values: [sql`events.data`, sql`executions.output`, sql`executions.failure`],
    text,
  });
}
