import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../../notify/channels.ts";

/** An event on its way into the table, as JSON text: `{ project, id, type, source, subject?, time?, attributes?, data, key?, fingerprint, resend_of?, hops? }`. */
export type EventRowText = string;

/**
 * Stores events and notifies the dispatchers: one statement, hence one transaction and one round trip (I1). Each event gets the version
 * that its project's trigger set has now: whenever it is dispatched, the triggers of this moment decide (I12).
 * Answers the ids that are new; one that is missing met a row with its idempotency key, which is committed by now.
 *
 * Sorted by key, so that two batches with the same keys cannot wait for each other in a circle.
 */
export async function insertEvents(db: Database, rows: readonly EventRowText[]): Promise<ReadonlySet<string>> {
  const { rows: inserted } = await sql<{ id: string }>`
    with inserted as (
      insert into events (id, project, type, source, subject, time, attributes, data, idempotency_key, fingerprint, resend_of, hops, trigger_set_version)
      select id, project, type, source, subject, coalesce(time, now()), attributes, coalesce(data, 'null'), key, fingerprint, resend_of, coalesce(hops, 0),
        coalesce((select version from trigger_sets s where s.project = e.project), 0)
      from json_to_recordset(${`[${rows.join(",")}]`}::json)
        as e(id text, project text, type text, source text, subject text, time timestamptz, attributes jsonb, data jsonb, key text, fingerprint text, resend_of text, hops integer)
      order by project, key nulls first
      on conflict (project, idempotency_key) where idempotency_key is not null do nothing
      returning id
    )
    select id, (select pg_notify(${EVENTS_CHANNEL}, '')) from inserted`.execute(db);
  return new Set(inserted.map(({ id }) => id));
}

/** An idempotency key means something within its project. */
export interface EventKey {
  readonly project: string;
  readonly key: string;
}

export interface KeyedEvent extends EventKey {
  readonly id: string;
  readonly fingerprint: string;
}

/** The events that were stored under these idempotency keys. */
export async function findEventsByKey(db: Database, keys: readonly EventKey[]): Promise<readonly KeyedEvent[]> {
  const { rows } = await sql<KeyedEvent>`
    select e.id, e.project, e.idempotency_key as key, e.fingerprint
      from unnest(${keys.map(({ project }) => project)}::text[], ${keys.map(({ key }) => key)}::text[]) as w (project, key)
     cross join lateral (select * from events
       where project = w.project and idempotency_key = w.key limit 1) e`.execute(db);
  return rows;
}
