import { sql, type Kysely } from "kysely";

/**
 * What connections obtain with their credentials, such as the tokens of OAuth 2, and the sign-ins of people that are under way. The
 * secrets in both are encrypted with the key of the connection's row.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table connection_tokens (
    connection_id text primary key references connections (id) on delete cascade,
    project text not null default 'main' references projects (id),
    sealed bytea,
    problem text,
    changed_at timestamptz not null default now()
  )`,
  `create table connection_sign_ins (
    id text primary key,
    project text not null default 'main' references projects (id),
    connection_id text not null references connections (id) on delete cascade,
    begun_by text not null,
    ticket_hash text not null unique,
    state_hash text unique,
    browser_hash text,
    page text not null,
    sealed bytea not null,
    expires_at timestamptz not null,
    answered_at timestamptz
  )`,
  `create index connection_sign_ins_expiry on connection_sign_ins (expires_at)`,
  `create index connection_sign_ins_connection on connection_sign_ins (connection_id)`,
];
