import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

export interface DelayedStart {
  readonly id: string;
  /** Why it did not start; absent: it was not tried. */
  readonly error?: string | undefined;
  /** Whether the failure was its own, and so counts against it. */
  readonly counts: boolean;
}

/** Gives leases back: anybody may try these executions again after `delayMs`, on the database's clock. */
export async function delayStarts(db: Database, starts: readonly DelayedStart[], delayMs: number): Promise<void> {
  await sql`
    with d as (
      select * from json_to_recordset(${JSON.stringify(starts)}::json) as d(id text, error text, counts boolean)
    ), locked as (
      select id from executions where id in (select id from d) and status = 'pending' order by id for no key update
    )
    update executions e set start_lease_until = clock_timestamp() + ${delayMs}::float8 * interval '1 ms',
      start_attempts = e.start_attempts + d.counts::integer, start_error = coalesce(d.error, e.start_error)
    from d join locked using (id) where e.id = d.id`.execute(db);
}
