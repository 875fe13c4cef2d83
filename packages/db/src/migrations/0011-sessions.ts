import { sql, type Kysely } from "kysely";

/** Sessions of people who signed in by OpenID Connect. Only the SHA-256 of the cookie is stored; a row is deleted at sign-out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table sessions (
        hash text primary key,
        project text not null default 'main',
        name text not null,
        roles text[] not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      )`,
    )
    .execute(db);
}
