import type { Json } from "@tempograph/graph";
import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { isRolledBack } from "./rolled-back.ts";

export interface RunLease {
  readonly executionId: string;
  readonly runId: string;
  /** A number that rises with each owner. A write with an old number changes nothing. */
  readonly fence: number;
}

/**
 * Takes the lease of a run, on the database's clock. Null if another mirror has it, or if the execution is unknown or closed. It
 * needs the execution's row lock, because writes check the lease under the same lock.
 */
export async function takeRunLease(
  db: Database,
  executionId: string,
  runId: string,
  ttlMs: number,
): Promise<RunLease | null> {
  const { rows } = await sql<{ fence: number }>`
    insert into mirror_runs as m (execution_id, run_id, fence, lease_until)
    select e.id, ${runId}, 1, clock_timestamp() + ${ttlMs} * interval '1 ms'
      from (select id from executions where id = ${executionId} and status in ('pending', 'running') for no key update) e
    on conflict (execution_id, run_id) do update set
      fence = m.fence + 1, lease_until = excluded.lease_until
    where m.lease_until is null or m.lease_until < clock_timestamp()
    returning m.fence`.execute(db);
  const row = rows[0];
  return row === undefined ? null : { executionId, runId, fence: row.fence };
}

/** Extends a lease; false if it was lost. */
export async function renewRunLease(db: Database, lease: RunLease, ttlMs: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update mirror_runs set lease_until = clock_timestamp() + ${ttlMs} * interval '1 ms'
     where execution_id = ${lease.executionId} and run_id = ${lease.runId} and fence = ${lease.fence}`.execute(db);
  return numAffectedRows === 1n;
}

/** Releases a lease, so that another mirror need not wait until it expires. */
export async function releaseRunLease(db: Database, lease: RunLease): Promise<void> {
  await sql`update mirror_runs set lease_until = null
     where execution_id = ${lease.executionId} and run_id = ${lease.runId} and fence = ${lease.fence}`.execute(db);
}

/** An execution that was started on Temporal and is open as far as Postgres knows. */
export interface OpenRun {
  readonly executionId: string;
  readonly runId: string;
  readonly seq: number;
  /** Whether a mirror follows it at this moment. */
  readonly followed: boolean;
  /** Whether Temporal is known to have another history of it than the one that was mirrored. */
  readonly differs: boolean;
}

export type PossiblyOpenRun = Omit<OpenRun, "runId"> & { readonly runId: string | null };

const columns = sql`e.id as "executionId", e.run_id as "runId", e.seq,
  exists (select from mirror_runs m where m.execution_id = e.id and m.run_id = e.run_id
    and m.lease_until > clock_timestamp()) as followed,
  ${isRolledBack(sql`e`)} as differs`;

/** Lists open runs that are older than `olderThanMs`, in the order of creation after `afterSeq`. */
export async function listOpenRuns(
  db: Database,
  options: { readonly olderThanMs: number; readonly afterSeq: number; readonly limit: number },
): Promise<OpenRun[]> {
  const { rows } = await sql<OpenRun>`
    select ${columns} from executions e
     where e.status = 'running' and e.run_id is not null and e.seq > ${options.afterSeq}
       and coalesce(e.started_at, e.created_at) < now() - ${options.olderThanMs} * interval '1 ms'
     order by e.seq limit ${options.limit}`.execute(db);
  return rows;
}

/** The open ones of the executions. The run id is null while Temporal's answer to the start is not written. */
export async function findOpenAmong(db: Database, executionIds: readonly string[]): Promise<PossiblyOpenRun[]> {
  if (executionIds.length === 0) return [];
  const { rows } = await sql<PossiblyOpenRun>`
    select ${columns} from executions e
     where e.id = any(${executionIds}::text[]) and e.status in ('pending', 'running')`.execute(db);
  return rows;
}

/**
 * Since when runs can have closed of which no mirror knows: the creation of the oldest open execution, or, if it is earlier, a moment
 * at which a mirror was there, because it has written a close. Null if none has written any.
 */
export async function mirroredUntil(db: Database): Promise<Date | null> {
  const { rows } = await sql<{ since: Date | null }>`
    select case when newest.closed_at is not null then least(newest.closed_at,
        (select created_at from executions where status in ('pending', 'running') order by seq limit 1)) end as since
      from (select max(each.closed_at) as closed_at from projects p cross join lateral (select closed_at from executions
             where project = p.id and status = 'completed' order by seq desc limit 1) each) newest`.execute(db);
  return rows[0]?.since ?? null;
}

export interface KnownRun {
  readonly runId: string;
  /** The first run that Tempograph has started of the execution. */
  readonly firstRunId: string | null;
  readonly isClosed: boolean;
  readonly isMirrored: boolean;
}

/** Those of the runs whose execution is in the database. */
export async function findKnownRuns(
  db: Database,
  runs: readonly { readonly executionId: string; readonly runId: string }[],
): Promise<KnownRun[]> {
  const { rows } = await sql<KnownRun>`
    select w.run_id as "runId", e.first_run_id as "firstRunId", e.closed_at is not null as "isClosed",
           exists (select from history_batches h where h.execution_id = e.id and h.run_id = w.run_id)
             or exists (select from history_events h where h.execution_id = e.id and h.run_id = w.run_id) as "isMirrored"
      from unnest(${runs.map((run) => run.executionId)}::text[], ${runs.map((run) => run.runId)}::text[]) as w (execution_id, run_id)
      join executions e on e.id = w.execution_id`.execute(db);
  return rows;
}

/** Adds a problem to those of an execution's mirror. False if it is there already. */
export async function addMirrorProblem(db: Database, executionId: string, problem: Json): Promise<boolean> {
  const added = jsonb([problem]);
  const { numUpdatedRows } = await db
    .updateTable("executions")
    .set({ mirror_ok: false, mirror_problem: sql`coalesce(mirror_problem, '[]') || ${added}::jsonb` })
    .where("id", "=", executionId)
    .where(sql<boolean>`not coalesce(mirror_problem, '[]') @> ${added}::jsonb`)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
