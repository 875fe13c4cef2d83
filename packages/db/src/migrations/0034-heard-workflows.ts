import { sql, type Kysely } from "kysely";

/** Each close of an execution asks which triggers listen to its workflow, by its id, key or name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index workflow_triggers_heard on workflow_triggers (project, (config->>'workflow')) where kind = 'workflow'`.execute(
    db,
  );
}
