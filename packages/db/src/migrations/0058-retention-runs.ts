import { sql, type Kysely } from "kysely";

/** What retention has removed of each project, run by run. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table retention_runs (
    id bigint primary key generated always as identity, project text not null references projects (id),
    started_at timestamptz not null default clock_timestamp(), updated_at timestamptz not null default clock_timestamp(), ended_at timestamptz,
    removed_rows bigint not null default 0, exported_rows bigint not null default 0, exported_bytes bigint not null default 0,
    problem text)`.execute(db);
  await sql`create index retention_runs_newest on retention_runs (project, id)`.execute(db);
}
