import { sql, type Kysely } from "kysely";

/** What a project may use at most; null: as much as it likes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table projects
    add column max_open_executions integer check (max_open_executions > 0),
    add column max_events_per_minute integer check (max_events_per_minute > 0)`.execute(db);
}
