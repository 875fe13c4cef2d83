import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/** Any number, the same in all processes: keeps lock keys apart from other uses of advisory locks. */
const LOCK_KEYS = 7_304_773;

/**
 * Serialises everything that happens to these keys, until the transaction ends. All at once and in one order, so that no
 * two transactions wait for each other in a circle; behind the executions' row locks, before any row of the queue.
 * Two keys with the same hash only wait for each other without need.
 */
export async function lockKeys(trx: Database, keys: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK_KEYS}, hash) from (
    select distinct hashtext(key) as hash from unnest(${keys}::text[]) as key order by hash) as hashes`.execute(trx);
}
