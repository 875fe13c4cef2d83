import { sql, type Kysely } from "kysely";

/** The sources that workers' node packs bring, for triggers of the kind `poll`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table source_types (type text primary key, manifest jsonb not null)`.execute(db);
}
