import { sql, type Kysely } from "kysely";
import type { Tables } from "../tables.ts";
import { UPDATES_CHANNEL, type Channel } from "./channels.ts";
import { splitIds } from "./split-ids.ts";

/**
 * Wakes listeners when the transaction commits. A notification may be lost, so listeners also poll.
 * `payload` is at most 7,900 bytes.
 */
export async function notify(trx: Kysely<Tables>, channel: Channel, payload = ""): Promise<void> {
  await sql`select pg_notify(${channel}, ${payload})`.execute(trx);
}

/** The same for many payloads, in one round trip. */
export async function notifyEach(trx: Kysely<Tables>, channel: Channel, payloads: readonly string[]): Promise<void> {
  await sql`select pg_notify(${channel}, payload) from unnest(${payloads}::text[]) as payload`.execute(trx);
}

/** Notifies subscribers that these executions have new updates, in one round trip for any number of executions. */
export async function notifyUpdates(trx: Kysely<Tables>, executionIds: readonly string[]): Promise<void> {
  if (executionIds.length === 0) return;
  await sql`select pg_notify(${UPDATES_CHANNEL}, payload)
    from unnest(${splitIds(executionIds)}::text[]) as payload`.execute(trx);
}
