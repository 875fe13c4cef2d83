import { sql } from "kysely";
import type { Json, Trigger } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { fairShares, toClaim, type Claim } from "./fair-shares.ts";

export interface TriggerSet {
  readonly version: number;
  readonly workflows: readonly LiveTriggers[];
}

/** The triggers of the version that new events start. */
export interface LiveTriggers {
  readonly project: string;
  readonly id: string;
  /** As published, not as the draft calls it now (I8). */
  readonly name: string;
  readonly version: number;
  readonly triggers: readonly Trigger[];
}

/** Which triggers are live, and the version of that set: one statement, so that the two belong together. */
export async function loadTriggerSet(db: Database): Promise<TriggerSet> {
  const { rows } = await sql<{ set_version: number } & (LiveTriggers | { id: null })>`
    select s.version as set_version, w.project, w.id, w.published_version as version, v.triggers,
      v.definition->'workflow'->>'name' as name
    from trigger_set s
    left join (workflows w join workflow_versions v on v.workflow_id = w.id and v.version = w.published_version)
      on w.status = 'active'
    order by w.id`.execute(db);
  const workflows = rows
    .filter((row) => row.id !== null)
    .map(({ project, id, name, version, triggers }) => ({ project, id, name, version, triggers }));
  return { version: rows[0]?.set_version ?? 0, workflows };
}

export interface ClaimedEvent {
  readonly id: string;
  readonly project: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  readonly time: Date;
  readonly data: Json;
  readonly received_at: Date;
  /** Of the trigger set, at the moment of the claim. */
  readonly trigger_set_version: number;
}

/**
 * The oldest events that nobody has dispatched, in equal shares of the projects, locked until the transaction ends: other
 * dispatchers pass them by, and a dispatcher that dies gives them back.
 */
export async function claimEvents(trx: Database, limit: number): Promise<Claim<ClaimedEvent>> {
  const { rows } = await sql<ClaimedEvent & { readonly most: number }>`
    select e.*, share.most, (select version from trigger_set) as trigger_set_version
    from ${fairShares("events", sql`dispatched_at is null`, limit)} as share (project, most)
    cross join lateral (
      select id, project, seq, type, source, subject, time, data, received_at from events
       where dispatched_at is null and project = share.project
       order by seq limit share.most for update skip locked) e
    order by e.seq`.execute(trx);
  return toClaim(rows);
}

export interface ExecutionToInsert {
  readonly id: string;
  readonly project: string;
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
 * Writes what became of claimed events: their executions, and that they are dispatched. One statement. Its condition repeats the
 * ids, so that Postgres finds the events by their key.
 * Answers the executions that are new; the unique key on (event, workflow) decides (I2).
 */
export async function insertExecutions(trx: Database, batch: InsertExecutions): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    with dispatched as (
      update events set dispatched_at = clock_timestamp(), trigger_set_version = ${batch.triggerSetVersion}, matched = d.matched
      from json_to_recordset(${JSON.stringify(batch.events)}::json) as d(id text, matched integer)
      where events.id = d.id and events.id = any(${batch.events.map(({ id }) => id)}::text[])
    )
    insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id, start_lease_until)
    select id, project, workflow_id, workflow_version, event_id, trigger_id,
      case when ${batch.leaseMs}::float8 > 0 then clock_timestamp() + ${batch.leaseMs}::float8 * interval '1 ms' end
    from json_to_recordset(${JSON.stringify(batch.executions)}::json)
      as x(id text, project text, workflow_id text, workflow_version integer, event_id text, trigger_id text)
    order by event_id, workflow_id
    on conflict (event_id, workflow_id) where rerun_of is null do nothing
    returning id`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}
