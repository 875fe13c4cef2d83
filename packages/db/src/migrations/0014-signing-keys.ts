import { sql, type Kysely } from "kysely";

/** The public keys with which the API signs operations on executions. The private keys are with the API alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table signing_keys (
    id text primary key,
    public_key text not null,
    created_at timestamptz not null default now(),
    retired_at timestamptz
  )`.execute(db);
}
