import { sql, type Kysely } from "kysely";

/** Temporal's history with many events in a row, and a view that gives every mirrored event a row of its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

// Nothing is moved: what was mirrored before stays in history_events and is read there. So this takes no longer for a large table, and workers of an
// older version go on writing rows. An event that both have counts once.
const statements = [
  // A row has at most 250 events, without a gap between them. The key ends with the last id, so that the rows after a cursor are found by it.
  `create table history_batches (
    execution_id text not null,
    run_id text not null,
    first_event_id bigint not null,
    last_event_id bigint not null,
    first_event_time timestamptz not null,
    -- the whole events as proto3 JSON, in Temporal's order
    events jsonb not null,
    primary key (execution_id, run_id, last_event_id)
  )`,

  // ActivityTaskCompleted for EVENT_TYPE_ACTIVITY_TASK_COMPLETED
  `create function history_event_type(event jsonb) returns text language sql immutable parallel safe
    return replace(initcap(replace(regexp_replace(event->>'eventType', '^EVENT_TYPE_', ''), '_', ' ')), ' ', '')`,

  `create view execution_history with (security_invoker = true) as
    select b.execution_id, b.run_id, b.first_event_id + e.nth - 1 as event_id, history_event_type(e.event) as event_type,
        (e.event->>'eventTime')::timestamptz as event_time, e.event as attributes
      from history_batches b cross join lateral jsonb_array_elements(b.events) with ordinality e (event, nth)
    union all
    select h.execution_id, h.run_id, h.event_id, h.event_type, h.event_time, h.attributes
      from history_events h
     where (select true from history_batches b where b.execution_id = h.execution_id and b.run_id = h.run_id
       and b.last_event_id between h.event_id and h.event_id + 249 and b.first_event_id <= h.event_id limit 1) is null`,
];
