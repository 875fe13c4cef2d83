import { sql, type Kysely } from "kysely";

/** The namespace of Temporal in which the executions run, so that another one is recognised. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(table).execute(db);
}

// At most one row. Temporal gives a namespace its id when it is made, and a copy of its data has the same.
const table = `create table temporal_namespace (
    one boolean primary key default true check (one),
    namespace_id text not null,
    namespace text not null,
    cluster_id text,
    since timestamptz not null default clock_timestamp()
  )`;
