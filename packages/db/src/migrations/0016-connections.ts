import { sql, type Kysely } from "kysely";

/**
 * Connections: named credentials of a project, and the types of connections that workers know. The secret fields of a connection are
 * one text of JSON, encrypted with a key of the row (`data_key`), which is itself encrypted with a master key (`key_id`).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table connection_types (
    type text primary key,
    manifest jsonb not null
  )`,
  `create table connections (
    id text primary key,
    project text not null default 'main' references projects (id),
    name text not null,
    type text not null,
    description text,
    fields jsonb not null,
    secret_fields text[] not null,
    secrets bytea not null,
    data_key bytea not null,
    key_id text not null,
    allowed_hosts text[],
    usable_by text[],
    revision integer not null default 1,
    created_at timestamptz not null default now(),
    created_by text not null,
    updated_at timestamptz not null default now(),
    updated_by text not null,
    unique (project, name)
  )`,
];
