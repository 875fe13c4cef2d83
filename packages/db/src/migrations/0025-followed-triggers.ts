import { sql, type Kysely } from "kysely";

/**
 * Some triggers are read all the time, such as changes of a table. The worker that reads one holds a lease on its row: `follower` is the
 * holder, `follow_until` the end of the lease, or the moment before which nobody tries again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table workflow_triggers add column follower text, add column follow_until timestamptz`,
  `create index workflow_triggers_to_follow on workflow_triggers (kind, project, follow_until) where status <> 'ended'`,
];
