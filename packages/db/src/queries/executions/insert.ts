import type { Failure, Json, Seed, StepStatus } from "@tempograph/graph";
import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../../notify/channels.ts";
import { notify } from "../../notify/notify.ts";
import { type ExecutionRecord, executionColumns } from "./read.ts";
import { storableJson } from "../storable.ts";
import { executionInProject, projectToWrite } from "../../projects/project-scope.ts";

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
  /** The event whose attributes the new event gets, because it sends it again. */
  readonly resendOf?: string | undefined;
}

/**
 * Writes an execution that is started by hand: its event, which counts as dispatched so that no trigger is evaluated, and the
 * pending execution, which any dispatcher starts. `known` and `other` mean that an event of this id is stored already, with the
 * same or with a different fingerprint.
 */
export async function insertManualStart(tx: Database, start: ManualStart): Promise<"inserted" | "known" | "other"> {
  const { rows } = await sql`
    with event as (
      insert into events (id, project, type, source, subject, time, attributes, data, fingerprint, resend_of,
        dispatched_at, matched, concerned, filtered)
      select ${start.eventId}, ${projectToWrite(tx)}, coalesce(o.type, ${MANUAL_EVENT_TYPE}), coalesce(o.source, ${`tempograph:${start.actor}`}),
        o.subject, coalesce(o.time, now()), o.attributes, ${jsonb(start.data)}::jsonb, ${start.fingerprint}, o.id, clock_timestamp(), 1, 1, 0
      from (select) as one left join events o on o.id = ${start.resendOf ?? null}
      on conflict (id) do nothing
      returning id, project
    ), execution as (
      insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id)
      select ${start.executionId}, project, ${start.workflowId}, ${start.version}::integer, id, ${MANUAL_TRIGGER_ID} from event
      returning id
    )
    select pg_notify(${EVENTS_CHANNEL}, 'start') from execution`.execute(tx);
  if (rows.length > 0) return "inserted";
  const known = await tx.selectFrom("events").select("fingerprint").where("id", "=", start.eventId).executeTakeFirst();
  return known?.fingerprint === start.fingerprint ? "known" : "other";
}

export interface RerunToInsert {
  readonly id: string;
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly eventId: string;
  readonly triggerId: string;
  readonly rerunOf: string;
  readonly rerunFrom: string | null;
  readonly seed: Seed | null;
}

export interface InsertedRerun {
  readonly execution: ExecutionRecord;
  /** False if an execution of this id existed before. */
  readonly isNew: boolean;
}

/** Writes a rerun as a pending execution, with the priority and the fairness key of the one that it runs again, and wakes the dispatchers, which start it. A second call with the same id writes nothing. */
export async function insertRerun(db: Database, rerun: RerunToInsert): Promise<InsertedRerun> {
  return await db.transaction().execute(async (tx): Promise<InsertedRerun> => {
    const { rows } = await sql<{ id: string }>`
      insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id, rerun_of, rerun_from, seed,
        priority, fairness_key, fairness_weight)
      select ${rerun.id}, ${projectToWrite(tx)}, ${rerun.workflowId}, ${rerun.workflowVersion}::integer, ${rerun.eventId}, ${rerun.triggerId},
        id, ${rerun.rerunFrom}, ${rerun.seed === null ? null : storableJson(rerun.seed)}::jsonb, priority, fairness_key, fairness_weight
        from executions where id = ${rerun.rerunOf}
      on conflict (id) do nothing
      returning id`.execute(tx);
    const execution = await tx
      .selectFrom("executions")
      .select(executionColumns)
      .where("id", "=", rerun.id)
      .$castTo<ExecutionRecord>()
      .executeTakeFirstOrThrow();
    if (rows.length > 0) await notify(tx, EVENTS_CHANNEL, "start");
    return { execution, isNew: rows.length > 0 };
  });
}

/** The end of a step of the top level, or of a compensation. */
export interface EndedStep {
  readonly path: string;
  readonly nodeId: string;
  readonly type: string;
  readonly status: StepStatus;
  readonly port: string | null;
  readonly output: Json;
  readonly failure: Failure | null;
}

/** Lists the steps of an execution's top level that history has shown, and the compensations (`<path>!<node>`) at any depth. */
export async function listEndedSteps(db: Database, executionId: string): Promise<EndedStep[]> {
  const { rows } = await sql<EndedStep>`
    select path, node_id as "nodeId", type, status, port,
        case when path like '%!%' then null else output end as output,
        case when path like '%!%' then null else failure end as failure
      from steps
     where execution_id = ${executionId} and ${executionInProject(db, sql`${executionId}`)} and known_from = 'history'
       and (path !~ '[/!]' or (path like '%!%' and status in ('completed', 'completedLate')))
     order by position, path`.execute(db);
  return rows;
}
