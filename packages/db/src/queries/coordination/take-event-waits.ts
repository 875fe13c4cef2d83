import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { REPLIES_CHANNEL } from "../../notify/channels.ts";

export interface TakenWait {
  readonly id: number;
  /** Without rounds. */
  readonly nodePath: string;
  readonly eventId: string;
  /** What the waiting step is told. */
  readonly reply: Json;
}

/**
 * Ends waits with their events: each wait once, whoever else has an event for it. Their rows are locked in the order of
 * their ids, as the mirror does where executions close. Answers how many were taken.
 */
export async function takeEventWaits(trx: Database, taken: readonly TakenWait[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with t as (
      select * from json_to_recordset(${JSON.stringify(taken)}::json) as t(id bigint, "nodePath" text, "eventId" text, reply jsonb)
    ), locked as (
      select id from event_waits where id in (select id from t) order by id for update
    ), gone as (
      delete from event_waits w using locked where w.id = locked.id returning w.id, w.execution_id, w.path, w.key
    ), noted as (
      insert into event_takes (execution_id, node_path, event_id, key)
      select g.execution_id, t."nodePath", t."eventId", g.key from gone g join t using (id) on conflict do nothing
    ), told as (
      insert into replies (execution_id, path, key, body)
      select g.execution_id, g.path, g.key, t.reply from gone g join t using (id) order by g.id on conflict do nothing
      returning id
    )
    select (select count(*) from told) as n, pg_notify(${REPLIES_CHANNEL}, '')`.execute(trx);
  return rows[0]?.n ?? 0;
}
