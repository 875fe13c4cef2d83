import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../../notify/channels.ts";
import type { ParentClosePolicy } from "../../tables.ts";

/** Type of the event that stands behind a call. It is never matched against triggers, nor against waits. */
export const CALL_EVENT_TYPE = "tempograph.call";
/** In `executions.trigger_id`: no trigger, a call. */
export const CALL_TRIGGER_ID = "call";

export interface CallToInsert {
  readonly childId: string;
  readonly eventId: string;
  readonly workflowId: string;
  readonly version: number;
  readonly data: Json;
  readonly parentId: string;
  readonly parentPath: string;
  readonly replyKey: string;
  readonly wait: boolean;
  readonly parentClosePolicy: ParentClosePolicy;
  readonly depth: number;
  readonly hops: number;
}

/**
 * Writes a call: its event (dispatched already), the pending execution that any dispatcher starts, and the link to the
 * caller. One statement. False where the event was there before: another attempt of the same step wrote it.
 */
export async function insertCall(trx: Database, call: CallToInsert): Promise<boolean> {
  const { rows } = await sql`
    with event as (
      insert into events (id, type, source, time, data, fingerprint, dispatched_at, matched, hops)
      values (${call.eventId}, ${CALL_EVENT_TYPE}, ${`tempograph:${call.parentId}`}, now(), ${jsonb(call.data)}::jsonb, '',
        clock_timestamp(), 1, ${call.hops})
      on conflict (id) do nothing
      returning id
    ), execution as (
      insert into executions (id, workflow_id, workflow_version, event_id, trigger_id)
      select ${call.childId}, ${call.workflowId}, ${call.version}::integer, id, ${CALL_TRIGGER_ID} from event
      returning id
    ), call as (
      insert into calls (child_id, parent_id, parent_path, reply_key, wait, parent_close_policy, depth)
      select id, ${call.parentId}, ${call.parentPath}, ${call.replyKey}, ${call.wait}::boolean, ${call.parentClosePolicy},
        ${call.depth}::integer
      from execution
    )
    select pg_notify(${EVENTS_CHANNEL}, 'start') from execution`.execute(trx);
  return rows.length > 0;
}
