import { sql, type Kysely } from "kysely";

/** Waits are read page by page in the order of their ids: with the id in the index, a page costs what it shows and not all that wait. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `drop index event_waits_by_type`,
  `create index event_waits_by_type on event_waits (project, event_type, match_path, match_value, id)`,
];
