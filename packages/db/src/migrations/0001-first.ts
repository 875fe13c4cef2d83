import { sql, type Kysely } from "kysely";

/**
 * The first shape. Forward only: later migrations add, they never edit this file.
 *
 * Ids are text with a prefix (`wf_`, `evt_`, `exe_`). Times are timestamptz. jsonb never holds `\u0000` or lone
 * surrogates: the edge refuses them before they come here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table workflows (
    id text primary key,
    name text not null,
    description text,
    -- active: takes events once published; archived: takes none; deleted: gone for the API, kept for its executions
    status text not null default 'active' check (status in ('active', 'archived', 'deleted')),
    -- { graph, triggers }
    draft jsonb not null,
    -- rises with each save: the optimistic lock of editors
    draft_revision integer not null default 1,
    -- version that new events start; null until first published
    published_version integer,
    latest_version integer not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create index workflows_newest on workflows (created_at desc, id desc) where status <> 'deleted'`,

  // Immutable once written (I8).
  `create table workflow_versions (
    workflow_id text not null references workflows (id),
    version integer not null,
    graph jsonb not null,
    triggers jsonb not null,
    -- the frozen Definition that goes into each start
    definition jsonb not null,
    definition_hash text not null,
    interpreter_version integer not null,
    published_at timestamptz not null default now(),
    primary key (workflow_id, version)
  )`,

  // One row. Its version rises in the transaction of whatever changes which triggers are live.
  `create table trigger_set (
    "only" boolean primary key default true check ("only"),
    version bigint not null default 1
  )`,
  `insert into trigger_set default values`,

  `create table events (
    id text primary key,
    -- order of arrival, for pages and for claiming; gaps are normal
    seq bigint generated always as identity unique,
    type text not null,
    source text not null,
    subject text,
    time timestamptz not null,
    data jsonb not null,
    -- the sender's key: a second event with it is answered with the first
    idempotency_key text,
    -- hash of type, source, subject and data: the same key with another one is refused
    fingerprint text not null,
    -- the event that this one sends again
    resend_of text references events (id),
    received_at timestamptz not null default now(),
    -- null: waits for the dispatcher
    dispatched_at timestamptz,
    -- ledger: which triggers were asked, and how many executions came of it
    trigger_set_version bigint,
    matched integer
  )`,
  `create unique index events_idempotency_key on events (idempotency_key) where idempotency_key is not null`,
  `create index events_undispatched on events (seq) where dispatched_at is null`,

  `create table executions (
    -- also the Temporal workflow id
    id text primary key,
    seq bigint generated always as identity unique,
    workflow_id text not null references workflows (id),
    workflow_version integer not null,
    event_id text not null references events (id),
    trigger_id text not null,
    -- pending: stored, Temporal not yet asked or not reachable
    status text not null default 'pending' check (status in
      ('pending', 'running', 'completed', 'completedWithErrors', 'failed', 'cancelled', 'terminated', 'timedOut')),
    -- of the current run; with first_run_id the whole chain
    run_id text,
    first_run_id text,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    closed_at timestamptz,
    output jsonb,
    failure jsonb,
    -- events of all mirrored runs
    history_events integer,
    -- what the projection found: null until mirrored; true: mirror, machine and Temporal agree; false: see mirror_problem (I3)
    mirror_ok boolean,
    mirror_problem jsonb,
    -- last cursor given out in execution_updates
    update_seq bigint not null default 0,
    -- starter: who tries until when, how often it failed, why
    start_lease_until timestamptz,
    start_attempts integer not null default 0,
    start_error text,
    -- I2: at most one execution for each event and workflow
    unique (event_id, workflow_id)
  )`,
  `create index executions_pending on executions (seq) where status = 'pending'`,
  `create index executions_open on executions (seq) where status in ('pending', 'running')`,
  `create index executions_by_workflow on executions (workflow_id, seq desc)`,
  `create index executions_by_status on executions (status, seq desc)`,

  `create table steps (
    execution_id text not null references executions (id),
    path text not null,
    -- order of first appearance
    position integer not null,
    node_id text not null,
    type text not null,
    status text not null check (status in
      ('scheduled', 'running', 'waiting', 'completed', 'completedLate', 'failed', 'skipped', 'cancelled', 'notReached')),
    port text,
    input jsonb,
    output jsonb,
    failure jsonb,
    attempts integer not null default 0,
    scheduled_at timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    -- advisory: the worker's word, may still change; history: final, from Temporal
    known_from text not null check (known_from in ('advisory', 'history')),
    primary key (execution_id, path)
  )`,

  // Only the worker knows these; history keeps the last attempt alone. Marked advisory by living here.
  `create table step_attempts (
    execution_id text not null,
    path text not null,
    attempt integer not null,
    started_at timestamptz,
    ended_at timestamptz,
    failure jsonb,
    worker text,
    primary key (execution_id, path, attempt)
  )`,
  `create table step_logs (
    id bigint generated always as identity primary key,
    execution_id text not null,
    path text not null,
    attempt integer not null,
    level text not null,
    message text not null,
    fields jsonb,
    at timestamptz not null
  )`,
  `create index step_logs_by_execution on step_logs (execution_id, id)`,

  // I3: Temporal's history, event by event. attributes: the whole event as proto3 JSON.
  `create table history_events (
    execution_id text not null,
    run_id text not null,
    event_id bigint not null,
    event_type text not null,
    event_time timestamptz not null,
    attributes jsonb not null,
    primary key (execution_id, run_id, event_id)
  )`,

  // One row for each run that the mirror knows of and has not closed; a closed run's row is deleted with its last write.
  `create table mirror_runs (
    execution_id text not null,
    run_id text not null,
    last_event_id bigint not null default 0,
    -- the lease: database clock; fence rises with each owner, a write with an old fence is refused
    fence bigint not null default 0,
    lease_owner text,
    lease_until timestamptz,
    -- the worker or the sweeper saw the run close
    close_hinted boolean not null default false,
    failures integer not null default 0,
    next_try_at timestamptz not null default now(),
    primary key (execution_id, run_id)
  )`,
  `create index mirror_runs_due on mirror_runs (next_try_at)`,

  // What subscribers read (I7). seq comes from executions.update_seq under the row's lock, so it is in commit order.
  `create table execution_updates (
    execution_id text not null,
    seq bigint not null,
    -- names the change, so that advisory row and history tell it once
    key text not null,
    -- status | step | attempt | log
    kind text not null,
    path text,
    body jsonb not null,
    at timestamptz not null,
    primary key (execution_id, seq),
    unique (execution_id, key)
  )`,

  // What the workers can run: written when a worker starts, read by the API.
  `create table node_types (
    type text primary key,
    manifest jsonb not null,
    registered_at timestamptz not null default now()
  )`,
];
