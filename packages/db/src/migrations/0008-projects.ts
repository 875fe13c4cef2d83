import { sql, type Kysely } from "kysely";

/**
 * Projects: teams that share one installation and see nothing of each other (I13). What is stored already belongs to the
 * project `main`. `docs/decisions/0017-projects.md` says which tables have the column and why the others do not need it.
 *
 * Workers and API processes of the version before go on reading and running executions, all of them in `main`. They can store
 * no events, because idempotency keys are unique in a project now: senders get an error and send again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const COLUMN = `project text not null default 'main'`;

const statements = [
  `create table projects (
    id text primary key,
    name text not null,
    created_at timestamptz not null default now()
  )`,
  `insert into projects (id, name) values ('main', 'Main')`,

  // Only here with a foreign key: a row of events or executions would lock the project's row in each insert.
  `alter table workflows add column ${COLUMN} references projects (id)`,
  `drop index workflows_newest`,
  `create index workflows_newest on workflows (project, created_at desc, id desc) where status <> 'deleted'`,

  // Lists are read newest first within a project; seq is unique by the sequence that gives it.
  `alter table events add column ${COLUMN}`,
  `alter table events drop constraint events_seq_key`,
  `create unique index events_by_project on events (project, seq)`,
  `drop index events_idempotency_key`,
  `create unique index events_idempotency_key on events (project, idempotency_key) where idempotency_key is not null`,
  `drop index events_by_type`,
  `create index events_by_type on events (project, type, received_at)`,
  // The dispatcher takes events in turns from the projects that have some.
  `drop index events_undispatched`,
  `create index events_undispatched on events (project, seq) where dispatched_at is null`,

  `alter table executions add column ${COLUMN}`,
  `alter table executions drop constraint executions_seq_key`,
  `create unique index executions_by_project on executions (project, seq)`,
  `drop index executions_by_status`,
  `create index executions_by_status on executions (project, status, seq desc)`,
  `drop index executions_paused`,
  `create index executions_paused on executions (project, seq desc) where paused`,
  `drop index executions_pending`,
  `create index executions_pending on executions (project, seq) where status = 'pending'`,

  `alter table audit_log add column ${COLUMN}`,
  `create index audit_log_by_project on audit_log (project, id desc)`,
  `drop index audit_log_by_target`,
  `create index audit_log_by_target on audit_log (project, target, id desc)`,

  `alter table bulk_jobs add column ${COLUMN} references projects (id)`,
  `alter table bulk_jobs drop constraint bulk_jobs_seq_key`,
  `create unique index bulk_jobs_by_project on bulk_jobs (project, seq)`,

  // A key or an event type means something within one project only.
  `alter table event_waits add column ${COLUMN}`,
  `drop index event_waits_by_type`,
  `create index event_waits_by_type on event_waits (project, event_type, match_path, match_value)`,

  `alter table lock_holders add column ${COLUMN}`,
  `create index lock_holders_by_key on lock_holders (project, lock_key)`,
  `alter table lock_waiters add column ${COLUMN}`,
  `drop index lock_waiters_queue`,
  `create index lock_waiters_queue on lock_waiters (project, lock_key, id)`,
];
