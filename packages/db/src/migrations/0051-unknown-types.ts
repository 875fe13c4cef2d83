import { sql, type Kysely } from "kysely";

/** The attempts of steps that wait for a worker which has their node type. They are few, and found among all. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index step_attempts_unknown_type on step_attempts (execution_id, path, attempt)
    where failure->>'code' = 'NODE_TYPE_UNKNOWN'`.execute(db);
}
