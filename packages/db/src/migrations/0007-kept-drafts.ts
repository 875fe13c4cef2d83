import { sql, type Kysely } from "kysely";

/**
 * A draft that is started by hand is kept as a version that was never published. And what made a workflow is remembered as a hash, so
 * that the same idempotency key with other content is refused after the draft has been edited, too. The default of `published_at`
 * stays: older processes rely on it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table workflow_versions alter column published_at drop not null`.execute(db);
  await sql`alter table workflows add column fingerprint text`.execute(db);
}
