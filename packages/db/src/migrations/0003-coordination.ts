import { sql, type Kysely } from "kysely";

/** What stands behind calls between workflows, waits for events and locks: rows, so that no process holds a wait. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // How many executions stand in the chain of events that executions emitted, up to this one: the bound of loops.
  `alter table events add column hops integer not null default 0`,

  // Who called whom. Written with the called execution's row, in one transaction.
  `create table calls (
    child_id text primary key references executions (id),
    parent_id text not null references executions (id),
    parent_path text not null,
    -- idempotency key of the calling step: one call each, and the key of its reply
    reply_key text not null,
    -- the caller waits for the result
    wait boolean not null,
    parent_close_policy text not null check (parent_close_policy in ('requestCancel', 'terminate', 'abandon')),
    -- 1 for one called by an execution that nobody called
    depth integer not null,
    created_at timestamptz not null default now(),
    -- the child's close is mirrored; its reply went into the outbox with it
    closed_at timestamptz,
    -- the outbox of what is to be ended: how, and when to try (again)
    end_how text check (end_how in ('cancel', 'terminate')),
    end_due_at timestamptz,
    end_attempts integer not null default 0,
    unique (parent_id, reply_key)
  )`,
  `create index calls_to_end on calls (end_due_at) where end_due_at is not null`,

  // Outbox: what a waiting step is told, as a signal, at least once. Goes with its execution's close.
  `create table replies (
    id bigint generated always as identity primary key,
    execution_id text not null,
    path text not null,
    -- idempotency key of the step that asked
    key text not null,
    body jsonb not null,
    created_at timestamptz not null default clock_timestamp(),
    -- null: to be delivered, by whoever takes the lease
    delivered_at timestamptz,
    -- there was nobody to take it
    undeliverable boolean not null default false,
    lease_until timestamptz,
    attempts integer not null default 0,
    error text,
    unique (execution_id, key)
  )`,
  `create index replies_open on replies (id) where delivered_at is null`,
  `create index replies_done on replies (delivered_at) where delivered_at is not null`,

  `create table event_waits (
    id bigint generated always as identity primary key,
    execution_id text not null,
    path text not null,
    key text not null,
    -- a type, or a filter as triggers have it: order.*, *
    event_type text not null,
    -- JSONLogic over the event; null: any
    match jsonb,
    -- { id, name, version }: conditions may read it
    workflow jsonb not null,
    -- an equation in match between a field of the event and a text or number, which most events fail: '' where there is none
    match_path text not null default '',
    match_value text not null default '',
    -- events stored before count no more
    since timestamptz not null,
    until timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    unique (execution_id, key)
  )`,
  `create index event_waits_by_type on event_waits (event_type, match_path, match_value)`,
  `create index event_waits_until on event_waits (until) where until is not null`,
  // For look-backs.
  `create index events_by_type on events (type, received_at)`,
  `create index events_by_time on events using brin (received_at)`,

  // Which events a node took, so that a later round of it does not take them again by looking back. Goes with the close.
  `create table event_takes (
    execution_id text not null,
    -- without rounds
    node_path text not null,
    event_id text not null,
    key text not null,
    primary key (execution_id, node_path, event_id, key)
  )`,
  `create index event_takes_by_key on event_takes (execution_id, key)`,

  // One holder for each key; further rows only for locks inside the holder's own (re-entrant).
  `create table lock_holders (
    lock_key text not null,
    execution_id text not null,
    path text not null,
    granted_at timestamptz not null default clock_timestamp(),
    primary key (lock_key, execution_id, path)
  )`,
  `create index lock_holders_by_execution on lock_holders (execution_id)`,
  `create table lock_waiters (
    -- the order of the queue: given out under the key's advisory lock
    id bigint generated always as identity primary key,
    lock_key text not null,
    execution_id text not null,
    path text not null,
    reply_key text not null,
    created_at timestamptz not null default clock_timestamp(),
    unique (lock_key, execution_id, path)
  )`,
  `create index lock_waiters_queue on lock_waiters (lock_key, id)`,
  `create index lock_waiters_by_execution on lock_waiters (execution_id)`,
];
