import { sql, type Kysely } from "kysely";

/** A step can wait for a person who resolves its failure, and an execution for one who lets it go on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table steps drop constraint steps_status_check`,
  `alter table steps add constraint steps_status_check check (status in ('scheduled', 'running', 'waiting', 'completed',
    'completedLate', 'failed', 'skipped', 'cancelled', 'notReached', 'incident'))`,
  // As the last change of the gate has it; false once closed.
  `alter table executions add column paused boolean not null default false`,
  `create index executions_paused on executions (seq desc) where paused`,
  `create index steps_incidents on steps (execution_id, path) where status = 'incident'`,
];
