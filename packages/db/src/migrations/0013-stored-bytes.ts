import { sql, type Kysely } from "kysely";

/**
 * A limit for what a project has stored, and how far that was counted: the bytes of its events up to a sequence number and of its
 * payloads up to a moment. What came later is counted when it is asked for, so no insert writes a counter.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table projects
    add column max_stored_megabytes integer check (max_stored_megabytes > 0),
    add column counted_bytes bigint not null default 0,
    add column counted_seq bigint not null default 0,
    add column counted_at timestamptz`,
  `create index payload_references_by_time on payload_references (created_at)`,
];
