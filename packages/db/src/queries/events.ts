import { sql } from "kysely";
import { parseTypePattern, type Json, type JsonObject } from "@tempograph/graph";
import type { Database } from "../connection/open-database.ts";
import type { PageRequest } from "./page.ts";
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
  readonly receivedAfter?: Date | null | undefined;
  readonly receivedBefore?: Date | null | undefined;
}

/** The newest first; keyed by `seq`. Ordered by the column: the bare name is what is selected, digits as text. */
export async function listEvents(db: Database, filter: EventFilter, page: PageRequest): Promise<EventRecord[]> {
  if (!canMatch(filter)) return [];
  let query = db
    .selectFrom("events")
    .select(eventColumns)
    .where(inProject(db, "events"))
    .orderBy("events.seq", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (filter.type != null) query = query.where(typeFits(sql`events.type`, parseTypePattern(filter.type)));
  if (filter.source != null) query = query.where("source", "=", filter.source);
  if (filter.receivedAfter != null) query = query.where("received_at", ">=", filter.receivedAfter);
  if (filter.receivedBefore != null) query = query.where("received_at", "<", filter.receivedBefore);
  if (page.after !== undefined) query = query.where(sql<boolean>`seq < ${page.after}::bigint`);
  if (page.before !== undefined) query = query.where(sql<boolean>`seq > ${page.before}::bigint`);
  return await query.$castTo<EventRecord>().execute();
}
