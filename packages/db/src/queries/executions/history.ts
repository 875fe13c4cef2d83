import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { executionInProject } from "../../projects/project-scope.ts";

/** A mirrored event of Temporal's history (I3). */
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

/** Lists the mirrored history of an execution (I3): the runs in the order in which they began, each in Temporal's order. */
export async function listHistoryEvents(
  db: Database,
  executionId: string,
  page: PageRequest,
): Promise<HistoryEventRecord[]> {
  const direction = sql.raw(page.backward ? "desc" : "asc");
  const conditions = [
    executionInProject(db, sql`${executionId}`),
    ...(page.after === undefined ? [] : bound(page.after, ">", 0)),
    ...(page.before === undefined ? [] : bound(page.before, "<", Number.MAX_SAFE_INTEGER)),
  ];
  // The query steps from run to run by the index and reads at most one page of each run, so that a page costs the same for a long
  // history as for a short one.
  const { rows } = await sql<HistoryEventRecord>`
    with recursive ids as (
      select min(run_id) as run_id from history_events where execution_id = ${executionId}
      union all
      select (select min(h.run_id) from history_events h where h.execution_id = ${executionId} and h.run_id > ids.run_id)
        from ids where ids.run_id is not null
    ), runs as (
      select ids.run_id, ${began(sql`ids.run_id`)} as began from ids where ids.run_id is not null
    )
    select h.execution_id as "executionId", h.run_id as "runId", h.event_id::text as "eventId",
           h.event_type as "eventType", h.event_time as "eventTime", h.attributes
      from runs r cross join lateral (
        select * from history_events where execution_id = ${executionId} and run_id = r.run_id
          and ${sql.join(conditions, sql` and `)}
        order by event_id ${direction} limit ${page.limit}) h
     order by r.began ${direction}, h.run_id ${direction}, h.event_id ${direction}
     limit ${page.limit}`.execute(db);
  return rows;

  function began(runId: unknown) {
    return sql`(select f.event_time from history_events f
      where f.execution_id = ${executionId} and f.run_id = ${runId} and f.event_id = 1)`;
  }

  /** The events on one side of the cursor. In the cursor's own run `event_id` is compared with it; in other runs with `all`, which every event passes. */
  function bound(key: string, side: "<" | ">", all: number) {
    const slash = key.lastIndexOf("/");
    const runId = key.slice(0, slash);
    return [
      sql`(r.began, r.run_id) ${sql.raw(`${side}=`)} (${began(runId)}, ${runId}::text)`,
      sql`event_id ${sql.raw(side)} case when r.run_id = ${runId} then ${key.slice(slash + 1)}::bigint else ${all}::bigint end`,
    ];
  }
}

/** The page cursor of an event in `listHistoryEvents`. */
export function historyPageKey(event: HistoryEventRecord): string {
  return `${event.runId}/${event.eventId}`;
}
