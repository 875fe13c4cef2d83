import { sql } from "kysely";
import { parseTypePattern, type Json, type JsonObject } from "@tempograph/graph";
import type { Database } from "../connection/open-database.ts";
import { betweenMoments } from "./between-moments.ts";
import { happenedBetween } from "./happened-between.ts";
import type { PageRequest } from "./page.ts";
import { searchNewest } from "./search-newest.ts";
import { canMatch, isStorable } from "./storable.ts";
import { typeFits } from "./type-fits.ts";
import { inProject } from "../projects/project-scope.ts";

/** A stored event. */
export interface EventRecord {
  readonly id: string;
  /** Order of arrival; a bigint in decimal digits. */
  readonly seq: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  readonly time: Date;
  /** Attributes of a CloudEvent for which there is no column: `datacontenttype`, `dataschema` and extensions. */
  readonly attributes: JsonObject | null;
  readonly data: Json;
  readonly idempotencyKey: string | null;
  /** The event that this one sends again. */
  readonly resendOf: string | null;
  readonly receivedAt: Date;
  /** Null: waits for the dispatcher. */
  readonly dispatchedAt: Date | null;
  /** How many executions came of it; null until dispatched. */
  readonly matched: number | null;
}

/** What an `EventRecord` is read from. */
export const eventColumns = [
  "id",
  sql<string>`seq::text`.as("seq"),
  "type",
  "source",
  "subject",
  "time",
  "attributes",
  "data",
  "idempotency_key as idempotencyKey",
  "resend_of as resendOf",
  "received_at as receivedAt",
  "dispatched_at as dispatchedAt",
  "matched",
] as const;

/** The events with these ids, in any order. */
export async function findEvents(db: Database, ids: readonly string[]): Promise<EventRecord[]> {
  const storable = ids.filter(isStorable);
  if (storable.length === 0) return [];
  return await db
    .selectFrom("events")
    .select(eventColumns)
    .where("id", "in", storable)
    .where(inProject(db, "events"))
    .$castTo<EventRecord>()
    .execute();
}

export interface EventFilter {
  /** A pattern: `order.created`, `order.*` or `*`. */
  readonly type?: string | null | undefined;
  readonly source?: string | null | undefined;
  readonly subject?: string | null | undefined;
  /** By the `time` that the event has. */
  readonly happenedAfter?: Date | null | undefined;
  readonly happenedBefore?: Date | null | undefined;
  /** A text in the payload's JSON, in upper or lower case. */
  readonly text?: string | null | undefined;
  readonly receivedAfter?: Date | null | undefined;
  readonly receivedBefore?: Date | null | undefined;
}

const RECEIVED = { table: "events", number: "seq", time: "received_at" } as const;

/** The newest first; keyed by `seq`. Ordered by the column: the bare name is what is selected, digits as text. */
export async function listEvents(db: Database, filter: EventFilter, page: PageRequest): Promise<EventRecord[]> {
  if (!canMatch(filter)) return [];
  const order = page.backward ? "asc" : "desc";
  const { type, source, subject, receivedAfter, receivedBefore, happenedAfter, happenedBefore, text } = filter;
  const wanted = [inProject(db, "events")];
  if (type != null) wanted.push(typeFits(sql`events.type`, parseTypePattern(type)));
  if (source != null) wanted.push(sql`events.source = ${source}`);
  if (subject != null) wanted.push(sql`events.subject = ${subject}`);
  wanted.push(...betweenMoments(db, RECEIVED, "events", { from: receivedAfter, until: receivedBefore }));
  if (page.after !== undefined) wanted.push(sql`events.seq < ${page.after}::bigint`);
  if (page.before !== undefined) wanted.push(sql`events.seq > ${page.before}::bigint`);
  const rest = sql<boolean>`${sql.join(wanted, sql` and `)}`;
  const all =
    happenedAfter == null && happenedBefore == null
      ? rest
      : happenedBetween(db, { from: happenedAfter, until: happenedBefore }, rest, {
          order,
          limit: text == null ? page.limit : undefined,
        });
  const query = db.selectFrom("events").select(eventColumns).orderBy("events.seq", order).limit(page.limit);
  return await query
    .where(
      text == null
        ? all
        : searchNewest({
            key: sql`events.seq`,
            from: sql`events`,
            wanted: all,
            order,
            values: [sql`events.data`],
            text,
          }),
    )
    .$castTo<EventRecord>()
    .execute();
}
