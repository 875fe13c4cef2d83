import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../../notify/channels.ts";

/**
 * The scope in which an idempotency key means one event; the index `events_idempotency_key` has the same expression. What triggers, steps and
 * resends store has a scope of its own, which no caller can write into: otherwise a caller who sends the key of a schedule's next time
 * beforehand would keep that time from being stored. The key of a CloudEvent, `cloudevents:<source>:<id>`, means an event of its source,
 * because both parts may contain colons.
 */
const keyScope = (row: string) =>
  sql.raw(`case when ${row}.resend_of is not null or ${row}.hops > 0 or ${row}.source ~* '^tempograph:[^/]*/' then 'tempograph'
    when ${row}.idempotency_key like 'cloudevents:%' then 'from ' || ${row}.source else '' end`);

/** An event on its way into the table, as JSON text: `{ project, id, type, source, subject?, time?, attributes?, data, key?, fingerprint, resend_of?, hops? }`. */
export type EventRowText = string;

/**
 * Stores events and notifies the dispatchers: one statement, hence one transaction and one round trip (I1). Each event gets the version
 * that its project's trigger set has now: whenever it is dispatched, the triggers of this moment decide (I12).
 * Answers the ids that are new; one that is missing met a row with its idempotency key, which is committed by now.
 *
 * The numbers of the events are in the order of `rows`. They are inserted in the order of their keys, so that two batches with the same
 * keys cannot wait for each other in a circle.
 */
export async function insertEvents(db: Database, rows: readonly EventRowText[]): Promise<ReadonlySet<string>> {
  const { rows: inserted } = await sql<{ id: string }>`
    with inserted as (
      insert into events (seq, id, project, type, source, subject, time, attributes, data, idempotency_key, fingerprint, resend_of, hops, trigger_set_version)
      overriding system value
      select seq, id, project, type, source, subject, coalesce(time, now()), attributes, coalesce(data, 'null'), key, fingerprint, resend_of, coalesce(hops, 0),
        coalesce((select version from trigger_sets s where s.project = e.project), 0)
      from (select nextval('events_seq_seq') as seq, *
        from json_to_recordset(${`[${rows.join(",")}]`}::json)
          as r(id text, project text, type text, source text, subject text, time timestamptz, attributes jsonb, data jsonb, key text, fingerprint text, resend_of text, hops integer)
        ) as e
      order by project, key nulls first
      on conflict (project, idempotency_key, (${keyScope("events")})) where idempotency_key is not null do nothing
      returning id
    )
    select id, (select pg_notify(${EVENTS_CHANNEL}, '')) from inserted`.execute(db);
  return new Set(inserted.map(({ id }) => id));
}

/** An event with an idempotency key, and what decides with which others it is compared. */
export interface EventKey {
  readonly project: string;
  readonly key: string;
  readonly source: string;
  readonly hops?: number | undefined;
  readonly resendOf?: string | undefined;
}

export interface KeyedEvent {
  readonly id: string;
  readonly fingerprint: string;
}

/** For each of these events the one that was stored before under the same key of the same scope. */
export async function findEventsByKey(
  db: Database,
  keys: readonly EventKey[],
): Promise<readonly (KeyedEvent | undefined)[]> {
  const wanted = keys.map(({ project, key, source, hops = 0, resendOf }, place) => ({
    ...{ place, project, idempotency_key: key, source, hops, resend_of: resendOf },
  }));
  const { rows } = await sql<KeyedEvent & { readonly place: number }>`
    select w.place, e.id, e.fingerprint
      from json_to_recordset(${JSON.stringify(wanted)}::json)
        as w(place integer, project text, idempotency_key text, source text, hops integer, resend_of text)
     cross join lateral (select id, fingerprint from events
       where project = w.project and idempotency_key = w.idempotency_key and (${keyScope("events")}) = (${keyScope("w")}) limit 1) e`.execute(
    db,
  );
  const found = new Map(rows.map((row) => [row.place, row]));
  return keys.map((_, place) => found.get(place));
}
