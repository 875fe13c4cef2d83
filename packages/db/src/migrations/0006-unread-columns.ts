import { sql, type Kysely } from "kysely";

/** Columns and an index that nothing reads. A row of mirror_runs is a lease and nothing else: only a followed run has one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `delete from mirror_runs where lease_until is null`,
  // The index on next_try_at goes with its column.
  `alter table mirror_runs drop column last_event_id, drop column lease_owner, drop column close_hinted,
    drop column failures, drop column next_try_at`,
  `alter table node_types drop column registered_at`,
  `alter table lock_holders drop column granted_at`,
  `alter table lock_waiters drop column created_at`,
  `alter table event_waits drop column created_at`,
  `alter table calls drop column created_at`,
  `alter table payload_blobs drop column created_at`,
];
