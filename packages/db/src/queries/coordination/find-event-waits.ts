import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";

export interface WaitCandidate {
  readonly filter: string;
  readonly path: string;
  /** Canonical text of the event's field; null: any. */
  readonly value: string | null;
}

export interface EventWait {
  readonly id: number;
  readonly executionId: string;
  readonly path: string;
  readonly key: string;
  readonly filter: string;
  readonly match: Json;
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  readonly since: Date;
}

/** Waits that events with such fields may fit, in the order in which they began, behind `afterId`. Not locked. */
export async function findEventWaits(
  db: Database,
  candidates: readonly WaitCandidate[],
  afterId: number,
  limit: number,
): Promise<readonly EventWait[]> {
  const { rows } = await sql<EventWait>`
    with c as (
      select distinct * from json_to_recordset(${JSON.stringify(candidates)}::json) as c(filter text, path text, value text)
    ), ids as (
      select w.id from c join event_waits w on w.event_type = c.filter and w.match_path = c.path and w.match_value = c.value
      union
      select w.id from c join event_waits w on c.value is null and w.event_type = c.filter and w.match_path = c.path
    )
    select w.id, w.execution_id as "executionId", w.path, w.key, w.event_type as filter, w.match, w.workflow, w.since
    from event_waits w join ids using (id) where w.id > ${afterId}
    order by w.id limit ${limit}`.execute(db);
  return rows;
}
