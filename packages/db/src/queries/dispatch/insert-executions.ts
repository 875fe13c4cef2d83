import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

export interface ExecutionToInsert {
  readonly id: string;
  readonly workflow_id: string;
  readonly workflow_version: number;
  readonly event_id: string;
  readonly trigger_id: string;
}

export interface DispatchedEvent {
  readonly id: string;
  /** How many executions came of it. */
  readonly matched: number;
}

export interface InsertExecutions {
  readonly events: readonly DispatchedEvent[];
  readonly executions: readonly ExecutionToInsert[];
  readonly triggerSetVersion: number;
  /** How long the caller alone may start them, on the database's clock. 0: whoever looks next. */
  readonly leaseMs: number;
}

/**
 * Writes what became of claimed events: their executions, and that they are dispatched. One statement.
 * Answers the executions that are new; the unique key on (event, workflow) decides (I2).
 */
export async function insertExecutions(trx: Database, batch: InsertExecutions): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    with dispatched as (
      update events set dispatched_at = clock_timestamp(), trigger_set_version = ${batch.triggerSetVersion}, matched = d.matched
      from json_to_recordset(${JSON.stringify(batch.events)}::json) as d(id text, matched integer)
      where events.id = d.id
    )
    insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, start_lease_until)
    select id, workflow_id, workflow_version, event_id, trigger_id,
      case when ${batch.leaseMs}::float8 > 0 then clock_timestamp() + ${batch.leaseMs}::float8 * interval '1 ms' end
    from json_to_recordset(${JSON.stringify(batch.executions)}::json)
      as x(id text, workflow_id text, workflow_version integer, event_id text, trigger_id text)
    order by event_id, workflow_id
    on conflict (event_id, workflow_id) where rerun_of is null do nothing
    returning id`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}
