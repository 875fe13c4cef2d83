import { sql, type Kysely } from "kysely";

/** Reruns, bulk operations, and who did what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // I2 holds for what an event starts; what a person starts again is kept single by its own id.
  `alter table executions drop constraint executions_event_id_workflow_id_key`,
  `alter table executions
    -- the execution that this one runs again
    add column rerun_of text references executions (id),
    -- node id of the top level from which on it runs again; null: whole
    add column rerun_from text,
    -- with rerun_from: { [node id]: { port, output } }, what goes into its start
    add column seed jsonb`,
  `create unique index executions_once on executions (event_id, workflow_id) where rerun_of is null`,
  `create index executions_reruns on executions (rerun_of, seq desc) where rerun_of is not null`,

  // The inbox of approvals: few wait at a time.
  `create index steps_waiting_approvals on steps (execution_id, path) where type = 'approval' and status = 'waiting'`,

  // Who did what, when. Written before it is done, completed after: a null outcome was cut short and may have happened.
  `create table audit_log (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    -- name and roles as they were authenticated
    actor text not null,
    actor_roles text[] not null,
    -- the mutation: executionPause, workflowPublish …
    action text not null,
    -- id of what it is about
    target text,
    -- without secrets, shortened where long
    input jsonb not null,
    -- ok, or the error's code
    outcome text
  )`,
  `create index audit_log_by_target on audit_log (target, id desc)`,

  `create table bulk_jobs (
    id text primary key,
    seq bigint generated always as identity unique,
    actor text not null,
    actor_roles text[] not null,
    -- cancel, pause, rerun …
    action text not null,
    -- what the action takes: reason, signal …
    input jsonb not null,
    filter jsonb not null,
    status text not null default 'running' check (status in ('running', 'stopped', 'completed')),
    total integer not null,
    done integer not null default 0,
    skipped integer not null default 0,
    failed integer not null default 0,
    -- why it waits, where it does
    waiting_for text,
    created_at timestamptz not null default now(),
    ended_at timestamptz,
    -- the lease of the process that works on it: database clock; fence rises with each owner
    lease_until timestamptz,
    fence bigint not null default 0
  )`,
  `create index bulk_jobs_running on bulk_jobs (seq) where status = 'running'`,

  // Each thing that a job does, chosen when it begins.
  `create table bulk_items (
    job_id text not null references bulk_jobs (id),
    ordinal integer not null,
    execution_id text not null references executions (id),
    -- of the step, where the action is about one
    path text,
    outcome text not null default 'pending' check (outcome in ('pending', 'done', 'skipped', 'failed')),
    -- the error's code and message, where skipped or failed; of a rerun the new execution's id
    code text,
    message text,
    result text,
    primary key (job_id, ordinal)
  )`,
  `create index bulk_items_pending on bulk_items (job_id, ordinal) where outcome = 'pending'`,
];
