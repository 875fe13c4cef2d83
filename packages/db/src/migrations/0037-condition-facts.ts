import { sql, type Kysely } from "kysely";

/** Conditions of triggers on more than the event: what was found out for them, and which pairs have to be asked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Kept for as long as the event: whoever asks later why an event started nothing gets the values of then.
  `create table condition_facts (
    project text not null,
    event_id text not null references events (id),
    workflow_id text not null references workflows (id),
    -- by trigger: what the memory had, what was looked up, which execution ran before
    facts jsonb not null default '{}',
    -- how often in a row something could not be found out
    failures integer not null default 0,
    primary key (event_id, workflow_id)
  )`,
  // The field when of the trigger. The outside does not follow it.
  `alter table workflow_triggers add column conditions jsonb`,
  // The release loop never looks at pairs that are to be asked.
  `drop index event_outcomes_due`,
  `create index event_outcomes_due on event_outcomes (project, workflow_id, until)
    where outcome = 'held' and until is not null and queue is distinct from 'conditions'`,
  `create index event_outcomes_asked on event_outcomes (project, until) where outcome = 'held' and queue = 'conditions'`,
];
