import { sql, type Kysely } from "kysely";

/** How long Temporal keeps closed executions, as the worker that removes has last read it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table retention_state add column temporal_ms bigint`.execute(db);
}
