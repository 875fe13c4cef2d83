import type { JsonObject, When } from "@tempograph/graph";
import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { TRIGGERS_CHANNEL } from "../../notify/channels.ts";
import { notify } from "../../notify/notify.ts";
import { inProject, projectToWrite } from "../../projects/project-scope.ts";
import { triggerColumns, type TriggerKey, type TriggerRow } from "./trigger-row.ts";
import { isTrigger } from "./trigger-sql.ts";

/** A trigger that is to be live. */
export interface WantedTrigger {
  readonly id: string;
  readonly kind: string;
  /** The `source` of the events that its own source makes. */
  readonly source: string | null;
  readonly config: JsonObject;
  /** The trigger's `when`. */
  readonly conditions?: When | undefined;
}

/** What the outside has to follow. The number of the version is none of it. */
const changed = sql`(t.status = 'ended' or t.source is distinct from excluded.source or t.config <> excluded.config)`;

/**
 * The lease of a row that changes. Where the outside has followed everything, the lease is that of a worker that asks whether the trigger is due. What
 * it finds is not stored any more, so nobody waits for it, nor for the lease of one that has died. A worker that brings the outside into line
 * keeps its lease, because no two may do that at once.
 */
const leaseOfChanged = sql<Date>`case when t.revision = t.synced_revision then null else t.lease_until end`;

/**
 * Writes which triggers of a workflow are live: those of the version that new events start, or none. A trigger that was paused stays
 * paused. `revision` rises where something changes that a worker has to carry to the outside. The caller holds the workflow's lock, and
 * commits this together with what has changed the workflow.
 */
export async function writeTriggers(
  db: Database,
  workflow: { readonly id: string; readonly version: number },
  wanted: readonly WantedTrigger[],
): Promise<void> {
  await sql`
    with w as (
      select * from json_to_recordset(${JSON.stringify(wanted)}::json) as w(id text, kind text, source text, config jsonb, conditions jsonb)
    ), ended as (
      update workflow_triggers t set status = 'ended', revision = revision + 1, next_at = null, lease_until = ${leaseOfChanged}, updated_at = now()
      where t.workflow_id = ${workflow.id} and t.status <> 'ended'
        and not exists (select from w where w.id = t.trigger_id and w.kind = t.kind)
    )
    insert into workflow_triggers as t (project, workflow_id, trigger_id, kind, source, version, config, conditions)
    select ${projectToWrite(db)}, ${workflow.id}, id, kind, source, ${workflow.version}::integer, config, conditions from w
    on conflict (workflow_id, trigger_id, kind) do update set
      source = excluded.source, config = excluded.config, conditions = excluded.conditions, version = excluded.version, updated_at = now(),
      status = case when t.paused_at is null then 'active' else 'paused' end,
      lease_until = case when ${changed} then ${leaseOfChanged} else t.lease_until end,
      revision = t.revision + case when ${changed} then 1 else 0 end`.execute(db);
  await notify(db, TRIGGERS_CHANNEL);
}

/**
 * Pauses a live trigger, or lets a paused one go on (`pausedBy` null). Changes nothing if it is so already. Undefined if there is no
 * such trigger. The caller holds the workflow's lock.
 */
export async function setTriggerPaused(
  db: Database,
  key: { readonly workflowId: string; readonly triggerId: string },
  pausedBy: string | null,
): Promise<TriggerRow | undefined> {
  const live = () =>
    sql<boolean>`workflow_id = ${key.workflowId} and trigger_id = ${key.triggerId} and status <> 'ended'`;
  const pausing = pausedBy !== null;
  await db
    .updateTable("workflow_triggers as t")
    .set({
      lease_until: leaseOfChanged,
      status: pausing ? "paused" : "active",
      paused_at: pausing ? sql<Date>`now()` : null,
      paused_by: pausedBy,
      revision: sql<number>`revision + 1`,
      updated_at: sql<Date>`now()`,
    })
    .where(live())
    .where("status", "=", pausing ? "active" : "paused")
    .where(inProject(db, "t"))
    .execute();
  await notify(db, TRIGGERS_CHANNEL);
  return await db
    .selectFrom("workflow_triggers")
    .select(triggerColumns)
    .where(live())
    .where(inProject(db, "workflow_triggers"))
    .$castTo<TriggerRow>()
    .executeTakeFirst();
}

/**
 * Changes what the kind of a live trigger keeps, where an operation asks for something that a worker has to carry to the outside. The
 * caller holds the workflow's lock.
 */
export async function changeTriggerState(db: Database, key: TriggerKey, changes: JsonObject): Promise<void> {
  await sql`
    update workflow_triggers set state = state || ${JSON.stringify(changes)}::jsonb, revision = revision + 1,
      attempts = 0, lease_until = null, problem = null, updated_at = now()
    where ${isTrigger(key)} and status <> 'ended'
      and ${inProject(db, "workflow_triggers")}`.execute(db);
  await notify(db, TRIGGERS_CHANNEL);
}
