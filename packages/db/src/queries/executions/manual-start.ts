import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../../notify/channels.ts";

/** The type of the event of an execution that was started by hand. No trigger and no waiting step gets this event. */
export const MANUAL_EVENT_TYPE = "tempograph.manual";
/** The value of `executions.trigger_id` if a person or program started the execution and not a trigger. */
export const MANUAL_TRIGGER_ID = "manual";

export interface ManualStart {
  readonly executionId: string;
  readonly eventId: string;
  readonly workflowId: string;
  readonly version: number;
  readonly data: Json;
  /** The caller who started it. */
  readonly actor: string;
  /** Shows whether a later request under the same idempotency key is the same request. */
  readonly fingerprint: string;
}

/**
 * Writes an execution that is started by hand: its event, which counts as dispatched so that no trigger is evaluated, and the
 * pending execution, which any dispatcher starts. `known` and `other` mean that an event of this id is stored already, with the
 * same or with a different fingerprint.
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
