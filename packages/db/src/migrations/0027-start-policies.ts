import { sql, type Kysely } from "kysely";

/** Start policies: what a held pair of an event and a workflow waits for, and what earlier events have used up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table event_outcomes
    -- held: the event's seq, in whose order pairs are decided
    add column event_seq bigint,
    -- held: the policies with the values of their keys for this event
    add column plan jsonb,
    -- held: the policy that it waits for, and the key, such as "concurrency:customer-7"; null: no policy has been asked yet
    add column queue text`,
  `drop index event_outcomes_due`,
  `create index event_outcomes_due on event_outcomes (project, workflow_id, until) where outcome = 'held' and until is not null`,
  `create index event_outcomes_queue on event_outcomes (workflow_id, queue, event_seq) where outcome = 'held'`,

  // The place that an execution takes while it is open; null: it takes none.
  `alter table executions add column concurrency_key text`,
  `create index executions_places on executions (workflow_id, concurrency_key)
    where concurrency_key is not null and status in ('pending', 'running')`,

  // What events of a key have used up: the moment at which the policy counts each.
  `create table start_marks (
    project text not null,
    workflow_id text not null references workflows (id),
    policy text not null,
    key text not null,
    at timestamptz not null,
    event_id text not null,
    expires_at timestamptz not null,
    primary key (workflow_id, policy, key, event_id)
  )`,
  `create index start_marks_at on start_marks (workflow_id, policy, key, at)`,
  `create index start_marks_expired on start_marks (expires_at)`,
];
