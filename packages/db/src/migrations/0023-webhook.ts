import { sql, type Kysely } from "kysely";

/**
 * What webhooks and forms need beside their triggers: the answers that `respond` nodes give to waiting senders, files that came with a
 * request, and addresses that show one request without starting anything.
 *
 * The rows of `hook_answers` and `event_files` are written before their event, so that an execution never looks for them too early.
 * Where the event is not stored after all, they are removed by whoever wrote them, or swept.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table hook_answers (
    event_id text primary key,
    project text not null default 'main' references projects (id),
    until timestamptz not null,
    status integer,
    headers jsonb,
    body jsonb,
    answered_by text,
    answered_at timestamptz
  )`,
  `create index hook_answers_by_time on hook_answers (until)`,
  `create table event_files (
    id text primary key,
    project text not null default 'main' references projects (id),
    event_id text not null,
    field text not null,
    name text not null,
    media_type text not null,
    size integer not null,
    bytes bytea not null,
    created_at timestamptz not null default now()
  )`,
  // Uploads are often compressed already, and are read as a whole.
  `alter table event_files alter column bytes set storage external`,
  `create index event_files_size on event_files (project, size)`,
  `create index event_files_event on event_files (event_id)`,
  `create table hook_tests (
    id text primary key,
    project text not null default 'main' references projects (id),
    token_hash text not null unique,
    config jsonb not null,
    created_by text not null,
    expires_at timestamptz not null,
    event jsonb,
    received_at timestamptz
  )`,
  `create index hook_tests_expiry on hook_tests (expires_at)`,
];
