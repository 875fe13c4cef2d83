import { sql, type Kysely } from "kysely";

/** Executions are found by what their steps wait for. A step that has never waited costs nothing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index steps_waiting on steps (execution_id, type) where status = 'waiting'`.execute(db);
}
