import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { eventColumns } from "./event-columns.ts";
import type { EventRecord } from "./event-record.ts";
import { canMatch } from "../storable.ts";

export interface EventFilter {
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
    .orderBy("events.seq", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (filter.type != null) query = query.where("type", "=", filter.type);
  if (filter.source != null) query = query.where("source", "=", filter.source);
  if (filter.receivedAfter != null) query = query.where("received_at", ">=", filter.receivedAfter);
  if (filter.receivedBefore != null) query = query.where("received_at", "<", filter.receivedBefore);
  if (page.after !== undefined) query = query.where(sql<boolean>`seq < ${page.after}::bigint`);
  if (page.before !== undefined) query = query.where(sql<boolean>`seq > ${page.before}::bigint`);
  return await query.$castTo<EventRecord>().execute();
}
