import { sql, type Kysely } from "kysely";

/** How long what belongs to closed executions is kept, what is held, and which process removes the rest. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table retention_policies (
    project text not null references projects (id), workflow_id text not null default '',
    history_days integer check (history_days >= 0), value_days integer check (value_days >= 0), shape_days integer check (shape_days >= 0),
    updated_at timestamptz not null default now(), updated_by text not null,
    primary key (project, workflow_id))`.execute(db);
  await sql`create table retention_holds (
    id text primary key, project text not null references projects (id), workflow_id text, execution_id text, reason text not null,
    created_at timestamptz not null default clock_timestamp(), created_by text not null,
    released_at timestamptz, released_by text)`.execute(db);
  await sql`create index retention_holds_active on retention_holds (project) where released_at is null`.execute(db);
  await sql`create table retention_state (
    one boolean primary key default true check (one),
    holder text, lease_until timestamptz, fence bigint not null default 0,
    looked_at timestamptz, removed_rows bigint not null default 0, problem text, problem_since timestamptz)`.execute(
    db,
  );
  await sql`insert into retention_state default values`.execute(db);
  // 0: everything is there. 1: without its history. 2: without its values, too.
  await sql`alter table executions add column removed smallint not null default 0`.execute(db);
  await sql`create index executions_closed on executions (project, removed, closed_at, id) where closed_at is not null`.execute(
    db,
  );
  await sql`alter table events add column data_removed_at timestamptz`.execute(db);
  // Whatever deletes an event or an execution asks each table that may name it. Without an index that reads the whole table.
  await sql`create index executions_by_event on executions (event_id)`.execute(db);
  await sql`drop index executions_reruns_of_event`.execute(db);
  await sql`create index events_resent on events (resend_of) where resend_of is not null`.execute(db);
  await sql`create index event_outcomes_into on event_outcomes (into_execution) where into_execution is not null`.execute(
    db,
  );
  await sql`create index bulk_items_by_execution on bulk_items (execution_id)`.execute(db);
}
