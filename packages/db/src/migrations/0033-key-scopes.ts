import { sql, type Kysely } from "kysely";

/**
 * Idempotency keys of what Tempograph itself stores are apart from those of callers, and keys of CloudEvents belong to their source
 * (`docs/decisions/0035-scopes-of-keys.md`). No key changes, so nothing that is sent again after the upgrade is stored twice.
 *
 * Processes of the version before store no events until they are replaced: senders get an error and send again, and triggers, steps and
 * the mirror try again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index events_idempotency_key`.execute(db);
  await sql`create unique index events_idempotency_key on events (project, idempotency_key, (
    case when resend_of is not null or hops > 0 or source ~* '^tempograph:[^/]*/' then 'tempograph'
      when idempotency_key like 'cloudevents:%' then 'from ' || source else '' end))
    where idempotency_key is not null`.execute(db);
}
