import { sql, type Kysely } from "kysely";

/**
 * What executions remember for later ones. An entry is a value or a set; the members of a set are rows of their own. `state_answers`
 * has what a step was answered, so that another attempt of it gets the same answer (I5).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // An entry of the project itself has the empty text as its workflow. `expires_at` of a set is the time of its first member.
  `create table state_entries (
    id bigint generated always as identity primary key,
    project text not null references projects (id),
    workflow_id text not null,
    key text not null,
    kind text not null check (kind in ('value', 'set')),
    value jsonb,
    members integer not null default 0,
    bytes bigint not null default 0,
    revision bigint not null default 1,
    expires_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    updated_by text not null,
    unique (project, workflow_id, key)
  )`,
  `create index state_entries_expiry on state_entries (expires_at) where expires_at is not null`,
  `create index state_entries_order on state_entries (project, id)`,
  // `seen` orders the members by when they were added or seen last.
  `create table state_members (
    entry_id bigint not null references state_entries (id) on delete cascade,
    member text not null,
    seen bigint not null,
    expires_at timestamptz,
    primary key (entry_id, member)
  )`,
  `create table state_answers (
    key text primary key,
    project text not null references projects (id),
    execution_id text not null,
    answer jsonb not null,
    at timestamptz not null default now()
  )`,
  `create index state_answers_age on state_answers (at)`,
];
