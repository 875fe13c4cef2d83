import { sql } from "kysely";
import type { Json, ParentClosePolicy } from "@tempograph/graph";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../../notify/channels.ts";

export interface CallableWorkflow {
  readonly id: string;
  readonly name: string;
  readonly status: "active" | "archived";
  readonly publishedVersion: number | null;
  /** Whether the version that was asked for exists; null: none was. */
  readonly hasVersion: boolean | null;
}

/**
 * The workflows of the caller's project that `workflow` can refer to: the one with that id, else all with that name, archived ones last. The rows are
 * locked until the transaction ends, so that none of them is archived in between.
 */
export async function findCallable(
  trx: Database,
  project: string,
  workflow: string,
  version: number | null,
): Promise<readonly CallableWorkflow[]> {
  const { rows } = await sql<CallableWorkflow>`
    select w.id, w.name, w.status, w.published_version as "publishedVersion",
      case when ${version}::integer is not null then exists (
        select from workflow_versions v where v.workflow_id = w.id and v.version = ${version}::integer) end as "hasVersion"
    from workflows w
    where w.project = ${project} and w.status <> 'deleted' and (w.id = ${workflow} or (w.name = ${workflow}
      and not exists (select from workflows i where i.id = ${workflow} and i.project = ${project} and i.status <> 'deleted')))
    order by w.status <> 'active', w.created_at, w.id limit 3
    for share of w`.execute(trx);
  return rows;
}

/** How many calls stand above an execution: 0 for one that nobody called. */
export async function callDepth(db: Database, executionId: string): Promise<number> {
  const row = await db.selectFrom("calls").select("depth").where("child_id", "=", executionId).executeTakeFirst();
  return row?.depth ?? 0;
}

export interface CallRecord {
  readonly executionId: string;
  readonly workflowId: string;
  readonly version: number;
}

/** The execution that an earlier attempt of the step called, found by the step's idempotency key. */
export async function findCall(db: Database, parentId: string, replyKey: string): Promise<CallRecord | undefined> {
  const { rows } = await sql<CallRecord>`
    select x.id as "executionId", x.workflow_id as "workflowId", x.workflow_version as version
    from calls c join executions x on x.id = c.child_id
    where c.parent_id = ${parentId} and c.reply_key = ${replyKey}`.execute(db);
  return rows[0];
}

/** Type of the event that stands behind a call. It is never matched against triggers, nor against waits. */
export const CALL_EVENT_TYPE = "tempograph.call";
/** The value of `executions.trigger_id` for an execution that was started by a call and not by a trigger. */
export const CALL_TRIGGER_ID = "call";

export interface CallToInsert {
  /** The caller's; its event and execution belong to it too. */
  readonly project: string;
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
 *
 * A called execution has its place at once (see `places.ts`): its caller has one too and may wait for it, so it could wait for ever.
 */
export async function insertCall(trx: Database, call: CallToInsert): Promise<boolean> {
  const { rows } = await sql`
    with event as (
      insert into events (id, project, type, source, time, data, fingerprint, dispatched_at, matched, concerned, filtered, hops)
      values (${call.eventId}, ${call.project}, ${CALL_EVENT_TYPE}, ${`tempograph:${call.parentId}`}, now(), ${jsonb(call.data)}::jsonb, '',
        clock_timestamp(), 1, 1, 0, ${call.hops})
      on conflict (id) do nothing
      returning id, project
    ), execution as (
      insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id, priority, fairness_key, fairness_weight,
        start_lease_until)
      select ${call.childId}, event.project, ${call.workflowId}, ${call.version}::integer, event.id, ${CALL_TRIGGER_ID},
        p.priority, p.fairness_key, p.fairness_weight, clock_timestamp() from event join executions p on p.id = ${call.parentId}
      returning id, project
    ), call as (
      insert into calls (project, child_id, parent_id, parent_path, reply_key, wait, parent_close_policy, depth)
      select project, id, ${call.parentId}, ${call.parentPath}, ${call.replyKey}, ${call.wait}::boolean, ${call.parentClosePolicy},
        ${call.depth}::integer
      from execution
    )
    select pg_notify(${EVENTS_CHANNEL}, 'start') from execution`.execute(trx);
  return rows.length > 0;
}
