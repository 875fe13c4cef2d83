import { sql, type Kysely } from "kysely";

/** What changed in a version, in the words of whoever published it first. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table workflow_versions add column note text`.execute(db);
}
