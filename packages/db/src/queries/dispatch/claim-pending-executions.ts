import { sql } from "kysely";
import type { Seed } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import type { ClaimedEvent } from "./claim-events.ts";

export interface ClaimedExecution {
  readonly id: string;
  readonly workflow_id: string;
  readonly workflow_version: number;
  readonly trigger_id: string;
  /** Starts that failed before. */
  readonly start_attempts: number;
  /** The execution that this one runs again. */
  readonly rerun_of: string | null;
  readonly seed: Seed | null;
  readonly event: Omit<ClaimedEvent, "trigger_set_version" | "received_at">;
}

/**
 * Takes the lease of pending executions that nobody holds: left by a dispatcher that died, or waiting for a new try.
 * The lease runs on the database's clock.
 */
export async function claimPendingExecutions(
  db: Database,
  limit: number,
  leaseMs: number,
): Promise<readonly ClaimedExecution[]> {
  type Row = Omit<ClaimedExecution, "event"> & { event_id: string } & Omit<
      ClaimedEvent,
      "id" | "trigger_set_version" | "received_at"
    >;
  const { rows } = await sql<Row>`
    with due as (
      select id from executions
      where status = 'pending' and (start_lease_until is null or start_lease_until <= clock_timestamp())
      order by seq limit ${limit} for no key update skip locked
    ), claimed as (
      update executions set start_lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms'
      from due where executions.id = due.id
      returning executions.*
    )
    select c.id, c.workflow_id, c.workflow_version, c.trigger_id, c.start_attempts, c.rerun_of, c.seed,
      e.id as event_id, e.type, e.source, e.subject, e.time, e.data
    from claimed c join events e on e.id = c.event_id order by c.seq`.execute(db);
  return rows.map(({ event_id, type, source, subject, time, data, ...execution }) => ({
    ...execution,
    event: { id: event_id, type, source, subject, time, data },
  }));
}
