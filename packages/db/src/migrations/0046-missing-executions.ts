import { sql, type Kysely } from "kysely";

/**
 * An execution that Temporal does not know is missing, and not lost at once. `missing_since` stays when it is closed as lost, because it is
 * asked about again. `lost_locks` holds what it held and waited for until then.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `alter table executions add column missing_since timestamptz, add column lost_locks jsonb`,
    `create index executions_missing on executions (project, seq) where missing_since is not null`,
    // What an earlier version has closed as lost may come back as well.
    `update executions set missing_since = closed_at where status = 'terminated' and failure->>'code' = 'EXECUTION_LOST'`,
  ])
    await sql.raw(statement).execute(db);
}
