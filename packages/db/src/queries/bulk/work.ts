import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { bulkColumns, type BulkItemRecord, type BulkJobRecord, type BulkOutcome } from "./jobs.ts";
import { inProject } from "../../projects/project-scope.ts";

export interface BulkLease {
  readonly jobId: string;
  readonly project: string;
  /** Rises with each owner. */
  readonly fence: number;
}

/**
 * Takes the lease of a running job that no process holds: of the project whose turn it is, among its jobs of the one that had the fewest
 * turns, and of those the oldest. So neither a long job nor many jobs of one project hold up another project (I13). `served` names
 * projects in the order of their last turns; a project that is not among them is first. Null if there is none. Leases use the database's clock.
 */
export async function claimBulkJob(
  db: Database,
  leaseMs: number,
  served: readonly string[] = [],
): Promise<BulkLease | null> {
  const { rows } = await sql<BulkLease>`
    update bulk_jobs set fence = fence + 1, lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms'
     where id = (select id from bulk_jobs
        where status = 'running' and (lease_until is null or lease_until < clock_timestamp())
        order by coalesce(array_position(${served}::text[], project), 0), fence, seq limit 1 for no key update skip locked)
    returning id as "jobId", project, fence`.execute(db);
  return rows[0] ?? null;
}

/** Extends the lease; false if it was lost, or the job was stopped or completed. */
export async function renewBulkLease(
  db: Database,
  lease: BulkLease,
  leaseMs: number,
  waitingFor: string | null,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update bulk_jobs set lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms', waiting_for = ${waitingFor}
     where id = ${lease.jobId} and fence = ${lease.fence} and status = 'running'`.execute(db);
  return numAffectedRows === 1n;
}

/**
 * Releases the lease, so that another process need not wait until it expires. A job that waits for something, `waitingFor`, is not
 * taken again before `delayMs` is over.
 */
export async function releaseBulkLease(
  db: Database,
  lease: BulkLease,
  waitingFor: string | null,
  delayMs: number,
): Promise<void> {
  await sql`update bulk_jobs set waiting_for = ${waitingFor},
      lease_until = case when ${waitingFor}::text is not null then clock_timestamp() + ${delayMs}::float8 * interval '1 ms' end
     where id = ${lease.jobId} and fence = ${lease.fence} and status = 'running'`.execute(db);
}

export interface BulkItemEnd {
  readonly ordinal: number;
  readonly outcome: Exclude<BulkOutcome, "pending">;
  readonly code?: string;
  readonly message?: string;
  readonly result?: string;
}

/** The next things to do, in order. */
export async function nextBulkItems(db: Database, jobId: string, limit: number): Promise<BulkItemRecord[]> {
  return await db
    .selectFrom("bulk_items")
    .select([
      "job_id as jobId",
      "ordinal",
      "execution_id as executionId",
      "path",
      "outcome",
      "code",
      "message",
      "result",
    ])
    .where("job_id", "=", jobId)
    .where("outcome", "=", "pending")
    .orderBy("ordinal")
    .limit(limit)
    .execute();
}

/**
 * Writes the outcomes of items and counts them. It does not check the lease, because the operations have already happened. An
 * item counts once, for the process that writes its outcome first.
 */
export async function endBulkItems(db: Database, jobId: string, ends: readonly BulkItemEnd[]): Promise<void> {
  if (ends.length === 0) return;
  const ordinals = ends.map((end) => end.ordinal);
  const texts = (name: "code" | "message" | "result") => ends.map((end) => end[name] ?? null);
  await sql`
    with locked as (select id from bulk_jobs where id = ${jobId} for no key update),
    put as (
      update bulk_items i set outcome = x.outcome, code = x.code, message = left(x.message, 1000), result = x.result
        from unnest(${ordinals}::integer[], ${ends.map((end) => end.outcome)}::text[], ${texts("code")}::text[],
          ${texts("message")}::text[], ${texts("result")}::text[]) as x (ordinal, outcome, code, message, result), locked
       -- The ordinals stand beside the join, too: found by the key, and not among all that is pending.
       where i.job_id = ${jobId} and i.ordinal = any(${ordinals}::integer[]) and i.ordinal = x.ordinal and i.outcome = 'pending'
      returning i.outcome
    ), counted as (
      select count(*) filter (where outcome = 'done') as done, count(*) filter (where outcome = 'skipped') as skipped,
        count(*) filter (where outcome = 'failed') as failed from put
    )
    update bulk_jobs j set done = j.done + c.done, skipped = j.skipped + c.skipped, failed = j.failed + c.failed,
        waiting_for = null
      from counted c where j.id = ${jobId}`.execute(db);
}

/** Everything is done. */
export async function completeBulkJob(db: Database, jobId: string): Promise<void> {
  await sql`update bulk_jobs set status = 'completed', ended_at = clock_timestamp(), lease_until = null, waiting_for = null
     where id = ${jobId} and status = 'running'
       and not exists (select from bulk_items where job_id = ${jobId} and outcome = 'pending')`.execute(db);
}

/** Stops the jobs of a caller who is out, in its project. What they have begun ends. */
export async function stopBulkJobsOf(db: Database, project: string, actor: string): Promise<void> {
  await sql`update bulk_jobs set status = 'stopped', ended_at = clock_timestamp(), lease_until = null, waiting_for = null
     where project = ${project} and actor = ${actor} and status = 'running'`.execute(db);
}

/** Stops a job that runs; what it has begun ends. Undefined where it does not run. */
export async function stopBulkJob(db: Database, jobId: string): Promise<BulkJobRecord | undefined> {
  return await db
    .updateTable("bulk_jobs")
    .set({ status: "stopped", ended_at: sql`clock_timestamp()`, lease_until: null, waiting_for: null })
    .where("id", "=", jobId)
    .where("status", "=", "running")
    .where(inProject(db, "bulk_jobs"))
    .returning(bulkColumns)
    .$castTo<BulkJobRecord>()
    .executeTakeFirst();
}
