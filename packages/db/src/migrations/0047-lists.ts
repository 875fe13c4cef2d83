import { sql, type Kysely } from "kysely";

/** Lists of the API that read most of a table without an index: approvals, the events of a source, the reruns of an event's executions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index steps_approvals on steps (execution_id, path) where type = 'approval'`.execute(db);
  await sql`create index events_by_source on events (project, source, seq)`.execute(db);
  await sql`create index executions_reruns_of_event on executions (event_id) where rerun_of is not null`.execute(db);
}
