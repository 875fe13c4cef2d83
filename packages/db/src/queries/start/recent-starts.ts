import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { moment } from "./held-starts.ts";
import { storableJson } from "../storable.ts";

/** Asks for the newest start for a subject. */
export interface RecentStartRequest {
  readonly key: string;
  readonly withinMs: number;
  /** Absent: executions of any status count. One that is decided and not written yet counts as `pending`. */
  readonly statuses?: readonly string[];
}

export interface RecentStart {
  readonly eventId: string;
  /** Null: the event waits for its start, or is part of a batch that is not known yet. */
  readonly executionId: string | null;
  readonly at: number;
}

/** For each request the newest start that counts; undefined if there is none. Under the workflow's lock, so that nobody starts one meanwhile. */
export async function findRecentStarts(
  trx: Database,
  workflowId: string,
  requests: readonly RecentStartRequest[],
  now: number,
): Promise<readonly (RecentStart | undefined)[]> {
  if (requests.length === 0) return [];
  const { rows } = await sql<RecentStart & { readonly place: number }>`
    select r.place::integer, m.event_id as "eventId", m.id as "executionId", extract(epoch from m.at)::float8 * 1000 as at
      from rows from (json_to_recordset(${JSON.stringify(requests)}::json) as (key text, "withinMs" float8, statuses text[]))
        with ordinality as r(key, "withinMs", statuses, place)
     cross join lateral (
       select m.event_id, m.at, x.id from start_marks m
         left join event_outcomes o on o.event_id = m.event_id and o.workflow_id = m.workflow_id
         left join lateral (
           select id, status from executions where id = o.into_execution
           union all
           select id, status from executions
            where o.into_execution is null and event_id = m.event_id and workflow_id = m.workflow_id and rerun_of is null) x on true
        where m.workflow_id = ${workflowId} and m.policy = 'history' and m.key = r.key
          and m.at > ${moment(now)} - r."withinMs" * interval '1 ms'
          and (r.statuses is null or coalesce(x.status, 'pending') = any(r.statuses))
        order by m.at desc limit 1) m`.execute(trx);
  const byPlace = new Map(rows.map(({ place, ...found }) => [place, found]));
  return requests.map((_, index) => byPlace.get(index + 1));
}

/** Writes down for pairs because of which start a trigger does not take the event. */
export async function noteRanBefore(
  trx: Database,
  workflowId: string,
  notes: readonly { readonly eventId: string; readonly triggerId: string; readonly ranBefore: object }[],
): Promise<void> {
  if (notes.length === 0) return;
  await sql`
    insert into condition_facts as f (project, event_id, workflow_id, facts)
    select w.project, n."eventId", w.id, jsonb_build_object(n."triggerId", jsonb_build_object('ranBefore', n."ranBefore"))
      from json_to_recordset(${storableJson(notes)}::json) as n("eventId" text, "triggerId" text, "ranBefore" jsonb), workflows w
     where w.id = ${workflowId}
    on conflict (event_id, workflow_id) do update set facts = f.facts || (
      select jsonb_object_agg(key, coalesce(f.facts -> key, '{}') || value) from jsonb_each(excluded.facts))`.execute(
    trx,
  );
}
