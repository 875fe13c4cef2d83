import type { StartPlan } from "@tempograph/graph";
import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { OutcomeReason } from "../dispatch/ledger-tables.ts";
import { storableJson } from "../storable.ts";

/** Type of the event that stands for a batch. It is never matched against triggers, nor against waits. */
export const BATCH_EVENT_TYPE = "tempograph.batch";

/** Events that start one execution together. */
export interface BatchToWrite {
  /** Of the event that stands for them. */
  readonly eventId: string;
  readonly key: string;
  readonly memberIds: readonly string[];
  readonly workflowVersion: number;
  readonly triggerId: string;
  /** What is still to be asked about their execution. */
  readonly plan: StartPlan;
  /** Why it is held, until that is asked. */
  readonly reason: OutcomeReason;
}

/**
 * Stores an event for each batch, whose data is the list of the batch's events, and its pair with the workflow, which is held. No trigger
 * is asked about it: it counts as dispatched, and concerns this workflow only (I12). Under the workflow's lock.
 */
export async function writeBatches(trx: Database, workflowId: string, batches: readonly BatchToWrite[]): Promise<void> {
  if (batches.length === 0) return;
  const members = batches.flatMap(({ eventId, memberIds }) => memberIds.map((member) => ({ batch: eventId, member })));
  await sql`
    with b as (
      select * from json_to_recordset(${storableJson(batches)}::json)
        as b("eventId" text, key text, "workflowVersion" integer, "triggerId" text, plan jsonb, reason jsonb)
    ), lists as (
      select m.batch, max(e.hops) as hops, max(e.trigger_set_version) as stamp, jsonb_agg(
          jsonb_strip_nulls(jsonb_build_object('id', e.id, 'type', e.type, 'source', e.source, 'subject', e.subject,
            'time', to_char(e.time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
          || jsonb_build_object('data', e.data) order by e.seq) as events
        from json_to_recordset(${JSON.stringify(members)}::json) as m(batch text, member text)
        join events e on e.id = m.member and e.id = any(${members.map(({ member }) => member)}::text[])
       group by m.batch
    ), stored as (
      insert into events (id, project, type, source, time, data, fingerprint, hops, trigger_set_version, dispatched_at, concerned, filtered, matched)
      select b."eventId", w.project, ${BATCH_EVENT_TYPE}, 'tempograph:batch/' || w.id, clock_timestamp(),
        jsonb_build_object('key', b.key, 'events', l.events), '', l.hops, l.stamp, clock_timestamp(), 1, 0, 0
        from b join lists l on l.batch = b."eventId" join workflows w on w.id = ${workflowId}
      returning id, seq, project
    )
    insert into event_outcomes (project, event_id, workflow_id, workflow_version, trigger_id, outcome, reason, event_seq, plan)
    select s.project, s.id, ${workflowId}, b."workflowVersion", b."triggerId", 'held', b.reason, s.seq, b.plan
      from stored s join b on b."eventId" = s.id`.execute(trx);
}
