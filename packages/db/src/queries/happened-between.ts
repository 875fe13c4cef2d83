import { sql, type RawBuilder } from "kysely";
import type { Database } from "../connection/open-database.ts";
import { betweenMoments } from "./between-moments.ts";

/** How far the time of an event may be from its arrival, for all but a few. The index `events_off_time` has the others. */
const HOUR_MS = 60 * 60_000;
const OFF_TIME = sql`(events.received_at - events.time > interval '1 hour' or events.received_at - events.time < interval '-1 hour')`;

interface Moments {
  readonly from: Date | null | undefined;
  readonly until: Date | null | undefined;
}

/**
 * The condition that events happened between two moments and fit everything else, `rest`. The list is in the order of arrival, and nearly all
 * events arrive when they happen: so the list begins where those are that arrived then, and the few that were sent late, or with another
 * clock, are found by themselves. Without a `limit` every event that fits is found.
 */
export function happenedBetween(
  db: Database,
  { from, until }: Moments,
  rest: RawBuilder<boolean>,
  { order, limit }: { readonly order: "asc" | "desc"; readonly limit: number | undefined },
): RawBuilder<boolean> {
  const fits = [rest];
  if (from != null) fits.push(sql`events.time >= ${from}`);
  if (until != null) fits.push(sql`events.time < ${until}`);
  if (limit === undefined) return sql<boolean>`${sql.join(fits, sql` and `)}`;
  const hourOff = (moment: Date | null | undefined, hours: number) =>
    moment == null ? undefined : new Date(moment.getTime() + hours * HOUR_MS);
  const arrived = betweenMoments(db, { table: "events", number: "seq", time: "received_at" }, "events", {
    ...{ from: hourOff(from, -1), until: hourOff(until, 1) },
  });
  const page = (conditions: readonly RawBuilder<unknown>[]) =>
    sql`(select events.seq from events where ${sql.join(conditions, sql` and `)} order by events.seq ${sql.raw(order)} limit ${sql.lit(limit)})`;
  // An array, so that Postgres looks its numbers up, in place of going through all events until it has met them.
  return sql<boolean>`events.seq = any(array(${page([...fits, ...arrived])} union all ${page([...fits, OFF_TIME])}))`;
}
