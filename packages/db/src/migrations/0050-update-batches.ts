import { sql, type Kysely } from "kysely";

/** The updates that come with the end of an execution, many in a row. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(table).execute(db);
}

// No update follows those that come with the end, so nobody looks them up by key, and they need neither rows nor index entries of their own.
// Updates before the end stay in execution_updates. An API of an older version does not see these rows: its subscribers wait until it is
// replaced, and then go on behind their cursor.
const table = `create table execution_update_batches (
    execution_id text not null,
    -- cursors of the first and of the last one
    first_seq bigint not null,
    seq bigint not null,
    -- in order, each with key, kind, path, body and at
    updates jsonb not null,
    primary key (execution_id, seq)
  )`;
