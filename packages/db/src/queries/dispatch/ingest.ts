import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../../notify/channels.ts";

/** An event on its way into the table, as JSON text: `{ id, type, source, subject?, time?, data, key?, fingerprint, resend_of?, hops? }`. */
export type EventRowText = string;

/**
 * Stores events and notifies the dispatchers: one statement, hence one transaction and one round trip (I1).
 * Answers the ids that are new; one that is missing met a row with its idempotency key, which is committed by now.
 *
 * Sorted by key, so that two batches with the same keys cannot wait for each other in a circle.
 */
export async function insertEvents(db: Database, rows: readonly EventRowText[]): Promise<ReadonlySet<string>> {
  const { rows: inserted } = await sql<{ id: string }>`
    with inserted as (
      insert into events (id, type, source, subject, time, data, idempotency_key, fingerprint, resend_of, hops)
      select id, type, source, subject, coalesce(time, now()), coalesce(data, 'null'), key, fingerprint, resend_of, coalesce(hops, 0)
      from json_to_recordset(${`[${rows.join(",")}]`}::json)
        as e(id text, type text, source text, subject text, time timestamptz, data jsonb, key text, fingerprint text, resend_of text, hops integer)
      order by key nulls first
      on conflict (idempotency_key) where idempotency_key is not null do nothing
      returning id
    )
    select id, (select pg_notify(${EVENTS_CHANNEL}, '')) from inserted`.execute(db);
  return new Set(inserted.map(({ id }) => id));
}

export interface KeyedEvent {
  readonly id: string;
  readonly fingerprint: string;
}

/** The events that were stored under these idempotency keys. */
export async function findEventsByKey(db: Database, keys: readonly string[]): Promise<ReadonlyMap<string, KeyedEvent>> {
  const rows = await db
    .selectFrom("events")
    .select(["id", "fingerprint", "idempotency_key"])
    .where("idempotency_key", "in", keys)
    .execute();
  return new Map(rows.map((row) => [row.idempotency_key ?? "", { id: row.id, fingerprint: row.fingerprint }]));
}
