import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../../notify/channels.ts";

/** Type of the event behind an execution that somebody started by hand. No trigger and no waiting step sees it. */
export const MANUAL_EVENT_TYPE = "tempograph.manual";
/** In `executions.trigger_id`: no trigger, a person or a program. */
export const MANUAL_TRIGGER_ID = "manual";

export interface ManualStart {
  readonly executionId: string;
  readonly eventId: string;
  readonly workflowId: string;
  readonly version: number;
  readonly data: Json;
  /** Who started it. */
  readonly actor: string;
  /** Tells the same request from another one under the same idempotency key. */
  readonly fingerprint: string;
}

/**
 * Writes an execution that no event asked for: its event (dispatched already, so that no trigger is asked) and the
 * pending execution, which any dispatcher starts. `other`: the event's id was there before, with another fingerprint.
 */
export async function insertManualStart(tx: Database, start: ManualStart): Promise<"inserted" | "known" | "other"> {
  const { rows } = await sql`
    with event as (
      insert into events (id, type, source, time, data, fingerprint, dispatched_at, matched)
      values (${start.eventId}, ${MANUAL_EVENT_TYPE}, ${`tempograph:${start.actor}`}, now(), ${jsonb(start.data)}::jsonb,
        ${start.fingerprint}, clock_timestamp(), 1)
      on conflict (id) do nothing
      returning id
    ), execution as (
      insert into executions (id, workflow_id, workflow_version, event_id, trigger_id)
      select ${start.executionId}, ${start.workflowId}, ${start.version}::integer, id, ${MANUAL_TRIGGER_ID} from event
      returning id
    )
    select pg_notify(${EVENTS_CHANNEL}, 'start') from execution`.execute(tx);
  if (rows.length > 0) return "inserted";
  const known = await tx.selectFrom("events").select("fingerprint").where("id", "=", start.eventId).executeTakeFirst();
  return known?.fingerprint === start.fingerprint ? "known" : "other";
}
