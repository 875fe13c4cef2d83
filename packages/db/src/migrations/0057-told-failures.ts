import { sql, type Kysely } from "kysely";

/** Failures that triggers of the kind `failures` tell: a row for each failure and each trigger that wants to know it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table told_failures (
    id bigint generated always as identity primary key,
    project text not null, workflow_id text not null, trigger_id text not null,
    -- what has failed, and what happened to it: it is noted once
    execution_id text not null, key text not null,
    failed_workflow text not null, path text, code text not null, message text,
    at timestamptz not null,
    taken_at timestamptz,
    unique (workflow_id, trigger_id, execution_id, key))`.execute(db);
  await sql`create index told_failures_waiting on told_failures (workflow_id, trigger_id, id) where taken_at is null`.execute(
    db,
  );
  await sql`create index workflow_triggers_failures on workflow_triggers (project) where kind = 'failures'`.execute(db);
}
