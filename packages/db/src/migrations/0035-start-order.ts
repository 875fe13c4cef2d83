import { sql, type Kysely } from "kysely";

/** The order in which executions start, and requests to cancel those whose place another one takes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table executions
    -- 1 is the most urgent
    add column priority smallint not null default 3,
    -- the backlog is shared between the keys, by their weights
    add column fairness_key text not null default '',
    add column fairness_weight real not null default 1`,
  `drop index executions_pending`,
  `create index executions_pending on executions (project, priority, fairness_key, seq) where status = 'pending'`,

  // Without a foreign key to the execution: whoever writes that it has closed may hold its row, and wait for the one who writes here.
  `create table cancel_requests (
    execution_id text primary key,
    project text not null,
    workflow_id text not null references workflows (id),
    -- the event that gets its place
    event_id text not null,
    -- null: Temporal has been asked
    due_at timestamptz default clock_timestamp(),
    attempts integer not null default 0
  )`,
  `create index cancel_requests_due on cancel_requests (project, due_at) where due_at is not null`,
];
