import { sql, type Kysely } from "kysely";

/**
 * Replies and calls have the project of their execution, so that a deliverer takes them in equal shares of the projects (I13). Whose
 * rows they are is decided by the execution, as before. An older process that still runs writes `main`, which changes the order only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table replies add column project text not null default 'main'`,
  `update replies r set project = e.project from executions e
    where e.id = r.execution_id and e.project <> 'main' and r.delivered_at is null`,
  `drop index replies_open`,
  `create index replies_open on replies (project, id) where delivered_at is null`,
  `alter table calls add column project text not null default 'main'`,
  `update calls c set project = e.project from executions e
    where e.id = c.child_id and e.project <> 'main' and c.closed_at is null`,
  `drop index calls_to_end`,
  `create index calls_to_end on calls (project, end_due_at) where end_due_at is not null`,
];
