import { sql, type Kysely } from "kysely";

/** Since when no worker can carry out the workflow task of an execution, and why. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `alter table executions add column task_fails_since timestamptz, add column task_failure text`,
    `create index executions_failing_tasks on executions (project, seq) where task_fails_since is not null`,
  ])
    await sql.raw(statement).execute(db);
}
