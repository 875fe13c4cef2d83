import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

export interface BulkLease {
  readonly jobId: string;
  /** Rises with each owner. */
  readonly fence: number;
}

/** Takes the oldest job that runs and that nobody works on; null where there is none. The database's clock decides. */
export async function claimBulkJob(db: Database, leaseMs: number): Promise<BulkLease | null> {
  const { rows } = await sql<BulkLease>`
    update bulk_jobs set fence = fence + 1, lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms'
     where id = (select id from bulk_jobs
        where status = 'running' and (lease_until is null or lease_until < clock_timestamp())
        order by seq limit 1 for no key update skip locked)
    returning id as "jobId", fence`.execute(db);
  return rows[0] ?? null;
}

/** Keeps it; false where it was lost, stopped or completed. */
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

/** Gives it back, so that another process need not wait for its end. */
export async function releaseBulkLease(db: Database, lease: BulkLease): Promise<void> {
  await sql`update bulk_jobs set lease_until = null where id = ${lease.jobId} and fence = ${lease.fence}`.execute(db);
}
