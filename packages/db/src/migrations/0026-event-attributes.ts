import { sql, type Kysely } from "kysely";

/** The attributes of a CloudEvent for which events have no column of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table events add column attributes jsonb`.execute(db);
}
