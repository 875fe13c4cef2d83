import { sql, type Kysely } from "kysely";

/** Lookups before the conditions of triggers: what they have found, for a while, and since when they fail. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table lookup_cache (
    project text not null,
    -- SHA-256 of the node, its version and its input; and of the workflow where the node uses a connection
    key text not null,
    value jsonb not null,
    found_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    primary key (project, key)
  )`,
  // The oldest entries of a project give room to new ones.
  `create index lookup_cache_oldest on lookup_cache (project, found_at)`,
  `create index lookup_cache_expired on lookup_cache (expires_at)`,
  // Set while failures is not 0.
  `alter table condition_facts add column failing_since timestamptz`,
  // Facts go with their event.
  `alter table condition_facts drop constraint condition_facts_event_id_fkey,
    add constraint condition_facts_event_id_fkey foreign key (event_id) references events (id) on delete cascade`,
];
