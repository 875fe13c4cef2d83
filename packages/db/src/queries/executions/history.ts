import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";

/** One event of Temporal's history, as mirrored (I3). */
export interface HistoryEventRecord {
  readonly executionId: string;
  readonly runId: string;
  /** A bigint in decimal digits. */
  readonly eventId: string;
  readonly eventType: string;
  readonly eventTime: Date;
  /** The whole event as proto3 JSON. */
  readonly attributes: Json;
}

/** Temporal's history as mirrored, run after run in the order they began, each in Temporal's order (I3). */
export async function listHistoryEvents(
  db: Database,
  executionId: string,
  page: PageRequest,
): Promise<HistoryEventRecord[]> {
  const direction = sql.raw(page.backward ? "desc" : "asc");
  const began = (runId: unknown) =>
    sql`(select f.event_time from history_events f where f.execution_id = ${executionId} and f.run_id = ${runId} and f.event_id = 1)`;
  const behind = page.after === undefined ? sql`true` : sql`(r.began, h.run_id, h.event_id) > ${place(page.after)}`;
  const ahead = page.before === undefined ? sql`true` : sql`(r.began, h.run_id, h.event_id) < ${place(page.before)}`;
  const { rows } = await sql<HistoryEventRecord>`
    select h.execution_id as "executionId", h.run_id as "runId", h.event_id::text as "eventId",
           h.event_type as "eventType", h.event_time as "eventTime", h.attributes
      from history_events h
      join (select run_id, event_time as began from history_events
             where execution_id = ${executionId} and event_id = 1) r on r.run_id = h.run_id
     where h.execution_id = ${executionId} and ${behind} and ${ahead}
     order by r.began ${direction}, h.run_id ${direction}, h.event_id ${direction}
     limit ${page.limit}`.execute(db);
  return rows;

  function place(key: string) {
    const slash = key.lastIndexOf("/");
    const runId = key.slice(0, slash);
    return sql`(${began(runId)}, ${runId}::text, ${key.slice(slash + 1)}::bigint)`;
  }
}

/** What `listHistoryEvents` pages are keyed by. */
export function historyPageKey(event: HistoryEventRecord): string {
  return `${event.runId}/${event.eventId}`;
}
