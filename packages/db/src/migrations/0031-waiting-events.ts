import { sql, type Kysely } from "kysely";

/** How many events of a project may wait for a dispatcher; null: as many as come. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table projects add column max_waiting_events integer check (max_waiting_events > 0)`.execute(db);
}
