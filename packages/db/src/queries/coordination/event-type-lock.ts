import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/** Any number, the same in all processes: keeps event types apart from other uses of advisory locks. */
const EVENT_TYPES = 7_304_774;

/**
 * The lock between those who begin to wait for events of a type and those who dispatch events of it, until the
 * transaction ends. Waits take their filter's alone; dispatchers take those of all filters that an event may fit, shared,
 * so that they never wait for each other.
 *
 * Why no event falls between looking back and waiting: a dispatcher claims an event only once it is committed. If it has
 * the lock first, the wait looks back behind it, and a new statement sees the event. If the wait has it first, its row
 * is committed before the dispatcher reads the waits, again in a new statement. So ingest, which must be fast and may be
 * concurrent in any way, needs no lock at all: what counts is the dispatch, which every event passes exactly once.
 */
export async function lockEventType(trx: Database, filter: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${EVENT_TYPES}, hashtext(${filter}))`.execute(trx);
}

/** Shared, for the dispatcher. */
export async function shareEventTypes(trx: Database, filters: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${EVENT_TYPES}, hash) from (
    select distinct hashtext(filter) as hash from unnest(${filters}::text[]) as filter order by hash) as hashes`.execute(
    trx,
  );
}
