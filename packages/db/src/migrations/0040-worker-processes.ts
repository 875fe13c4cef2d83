import { sql, type Kysely } from "kysely";

/** Which workers are alive, for people. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(table).execute(db);
}

// A worker renews its row every two seconds, and deletes it when it stops in order. Nothing depends on these rows.
const table = `create table worker_processes (
    id text primary key,
    host text not null,
    pid integer not null,
    task_queue text not null,
    started_at timestamptz not null default clock_timestamp(),
    seen_at timestamptz not null default clock_timestamp(),
    -- how long after the close of an execution its close was written, at most in the last 30 s; null: none closed
    mirror_lag_ms integer
  )`;
