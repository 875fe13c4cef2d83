import { sql, type Kysely } from "kysely";

/**
 * Tokens that are made and revoked through the API. Only the SHA-256 of a token is stored. A name is unique among the tokens of a
 * project that are not revoked, because approvals and the audit log name callers by it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table tokens (
    id text primary key,
    project text not null default 'main',
    name text not null,
    roles text[] not null,
    hash text not null unique,
    created_at timestamptz not null default now(),
    created_by text not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
  )`,
  `create unique index tokens_by_name on tokens (project, name) where revoked_at is null`,
];
