import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

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
