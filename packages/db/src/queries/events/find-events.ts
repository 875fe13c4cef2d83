import type { Database } from "../../connection/open-database.ts";
import { eventColumns } from "./event-columns.ts";
import type { EventRecord } from "./event-record.ts";
import { isStorable } from "../storable.ts";

/** The events with these ids, in any order. */
export async function findEvents(db: Database, ids: readonly string[]): Promise<EventRecord[]> {
  const storable = ids.filter(isStorable);
  if (storable.length === 0) return [];
  return await db
    .selectFrom("events")
    .select(eventColumns)
    .where("id", "in", storable)
    .$castTo<EventRecord>()
    .execute();
}
