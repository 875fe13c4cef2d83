import { sql, type Kysely } from "kysely";

/** Events are found by their subject. Those without one cost nothing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index events_by_subject on events (project, subject, seq) where subject is not null`.execute(db);
}
