import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { executionInProject } from "../../projects/project-scope.ts";
import { EVENTS_PER_BATCH, isBatched } from "./batched-history.ts";

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
  const after = cursor(page.after);
  const before = cursor(page.before);
  const conditions = [
    executionInProject(db, sql`${executionId}`),
    ...(after === null ? [] : [sql`(r.began, r.run_id) >= (${began(after.runId)}, ${after.runId}::text)`]),
    ...(before === null ? [] : [sql`(r.began, r.run_id) <= (${began(before.runId)}, ${before.runId}::text)`]),
  ];
  // The query steps from run to run by the index and reads at most one page of each run, so that a page costs the same for a long
  // history as for a short one. Of the batches it takes as many as fill a page, and only these are unpacked.
  const { rows } = await sql<HistoryEventRecord>`
    with recursive ids as (
      select ${nextRun(sql`''`)} as run_id
      union all
      select ${nextRun(sql`ids.run_id`)} from ids where ids.run_id is not null
    ), runs as (
      select ids.run_id, ${began(sql`ids.run_id`)} as began,
          ${after === null ? sql`0::bigint` : sql`case when ids.run_id = ${after.runId} then ${after.eventId}::bigint + 1 else 0 end`} as least,
          ${before === null ? MAX : sql`case when ids.run_id = ${before.runId} then ${before.eventId}::bigint - 1 else ${MAX} end`} as most
        from ids where ids.run_id is not null
    )
    select ${executionId}::text as "executionId", r.run_id as "runId", h.event_id::text as "eventId",
           h.event_type as "eventType", h.event_time as "eventTime", h.attributes
      from runs r cross join lateral (
        (select b.first_event_id + each.nth - 1 as event_id, history_event_type(each.event) as event_type,
              (each.event->>'eventTime')::timestamptz as event_time, each.event as attributes
            from (select first_event_id, events, sum(least(last_event_id, r.most) - greatest(first_event_id, r.least) + 1)
                    over (order by last_event_id ${direction} rows between unbounded preceding and 1 preceding) as earlier
                    from (select * from history_batches where execution_id = ${executionId} and run_id = r.run_id
                            and last_event_id between r.least and r.most + ${sql.lit(EVENTS_PER_BATCH)} and first_event_id <= r.most
                           order by last_event_id ${direction} limit ${page.limit}) page) b
           cross join lateral jsonb_array_elements(b.events) with ordinality each (event, nth)
           where coalesce(b.earlier, 0) < ${page.limit} and b.first_event_id + each.nth - 1 between r.least and r.most
           order by 1 ${direction} limit ${page.limit})
        union all
        (select h.event_id, h.event_type, h.event_time, h.attributes from history_events h
            where h.execution_id = ${executionId} and h.run_id = r.run_id and h.event_id between r.least and r.most and not ${isBatched(sql`h`)}
            order by h.event_id ${direction} limit ${page.limit})
      ) h
     where ${sql.join(conditions, sql` and `)}
     order by r.began ${direction}, r.run_id ${direction}, h.event_id ${direction}
     limit ${page.limit}`.execute(db);
  return rows;

  /** The next run by its id. What was mirrored before there were batches is in rows of its own. */
  function nextRun(runId: unknown) {
    return sql`least(
      (select min(b.run_id) from history_batches b where b.execution_id = ${executionId} and b.run_id > ${runId}),
      (select min(h.run_id) from history_events h where h.execution_id = ${executionId} and h.run_id > ${runId}))`;
  }

  function began(runId: unknown) {
    return sql`coalesce(
      (select case when f.first_event_id = 1 then f.first_event_time end from history_batches f
        where f.execution_id = ${executionId} and f.run_id = ${runId} order by f.last_event_id limit 1),
      (select f.event_time from history_events f
        where f.execution_id = ${executionId} and f.run_id = ${runId} and f.event_id = 1))`;
  }
}

const MAX = sql`${sql.lit(Number.MAX_SAFE_INTEGER)}::bigint`;

function cursor(key: string | undefined): { readonly runId: string; readonly eventId: string } | null {
  if (key === undefined) return null;
  const slash = key.lastIndexOf("/");
  return { runId: key.slice(0, slash), eventId: key.slice(slash + 1) };
}

/** The page cursor of an event in `listHistoryEvents`. */
export function historyPageKey(event: HistoryEventRecord): string {
  return `${event.runId}/${event.eventId}`;
}
