import { sql } from "kysely";
import type { Trigger } from "@tempograph/graph";
import type { Database } from "../connection/open-database.ts";
import { inProject } from "../projects/project-scope.ts";
import type { OutcomeReason } from "./dispatch/ledger-tables.ts";
import { awaitedPlace, noPlace } from "./dispatch/places.ts";
import type { PageRequest } from "./page.ts";

export type Outcome = "started" | "filtered" | "rejected" | "held" | "deduplicated" | "batched";

/** What became of an event for a workflow (I12). */
export interface OutcomeRecord {
  readonly eventId: string;
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly outcome: Outcome;
  /** The trigger that took the event, or `manual` or `call`. */
  readonly triggerId: string | null;
  /** Started, or held because it waits for a place of its project: the execution. Batched, deduplicated: the one that has the event, or that made it superfluous. */
  readonly executionId: string | null;
  readonly reason: OutcomeReason | null;
  /** Held: when it is decided again. */
  readonly until: Date | null;
}

/** The version of a workflow that was live when an event was stored, if one of its triggers listens to such events. */
export interface ConcernedVersion {
  readonly id: string;
  readonly version: number;
}

export interface OutcomesOf {
  readonly eventId: string;
  /** The workflows that the event could concern. One without an execution and without another outcome has filtered it. */
  readonly concerned: readonly ConcernedVersion[];
  readonly outcome?: Outcome | null | undefined;
  readonly workflowId?: string | undefined;
}

/** What became of an event for each workflow that it could concern, in the order of the workflows' ids; keyed by them. */
export async function listOutcomes(db: Database, of: OutcomesOf, page: PageRequest): Promise<OutcomeRecord[]> {
  const { eventId, concerned, outcome, workflowId } = of;
  const { rows } = await sql<OutcomeRecord & { readonly project: string; readonly places: number | null }>`
    select * from (
      select ${eventId}::text as "eventId", coalesce(c.id, x.workflow_id, o.workflow_id) as "workflowId",
        coalesce(x.workflow_version, o.workflow_version, c.version) as "workflowVersion",
        case when x.places is not null then 'held' when x.id is not null then 'started' else coalesce(o.outcome, 'filtered') end as outcome,
        coalesce(x.trigger_id, o.trigger_id) as "triggerId", coalesce(x.id, o.into_execution, (
          select i.id from executions i where i.event_id = o.reason->>'eventId' and i.workflow_id = o.workflow_id and i.rerun_of is null
            and ${inProject(db, "i")})) as "executionId", o.reason, o.until, x.project, x.places
      from json_to_recordset(${JSON.stringify(concerned)}::json) as c(id text, version integer)
      full join (
        select *, ${awaitedPlace} as places from executions where event_id = ${eventId} and rerun_of is null and ${inProject(db, "executions")}
      ) x on x.workflow_id = c.id
      full join (
        select * from event_outcomes where event_id = ${eventId} and ${inProject(db, "event_outcomes")}
      ) o on o.workflow_id = coalesce(c.id, x.workflow_id)) outcomes
    where (${outcome ?? null}::text is null or outcome = ${outcome ?? null}::text)
      and (${workflowId ?? null}::text is null or "workflowId" = ${workflowId ?? null}::text)
      and (${page.after ?? null}::text is null or "workflowId" > ${page.after ?? null}::text)
      and (${page.before ?? null}::text is null or "workflowId" < ${page.before ?? null}::text)
    order by "workflowId" ${page.backward === true ? sql`desc` : sql`asc`} limit ${page.limit}`.execute(db);
  return rows.map(({ project, places, ...row }) =>
    places === null ? row : { ...row, reason: noPlace(project, places) },
  );
}

/** The stamp and the numbers of an event, which say how it was matched. */
export interface EventAccount {
  /** The version of the project's trigger set when it was stored. Null: a process of the version before stored it. */
  readonly stamp: number | null;
  /** Null: it is not dispatched yet, or was dispatched before there was a ledger. */
  readonly concerned: number | null;
  readonly dispatched: boolean;
}

export async function findEventAccount(db: Database, eventId: string): Promise<EventAccount | undefined> {
  return await db
    .selectFrom("events")
    .select(["trigger_set_version as stamp", "concerned", sql<boolean>`dispatched_at is not null`.as("dispatched")])
    .where("id", "=", eventId)
    .where(inProject(db, "events"))
    .executeTakeFirst();
}

export interface LiveVersionRecord {
  readonly name: string;
  readonly version: number;
  readonly triggers: readonly Trigger[];
  readonly paused: readonly string[];
}

/** The version of a workflow that was live in this version of its project's trigger set; null if none was, and whether one was before. */
export async function findLiveVersion(
  db: Database,
  workflowId: string,
  stamp: number,
): Promise<{ readonly live: LiveVersionRecord | null; readonly wasLiveBefore: boolean }> {
  const { rows } = await sql<LiveVersionRecord & { readonly isLive: boolean }>`
    select l.name, l.version, v.triggers, l.paused, (l.until_version is null or l.until_version > ${stamp}::bigint) as "isLive"
      from live_triggers l join workflow_versions v on v.workflow_id = l.workflow_id and v.version = l.version
     where l.workflow_id = ${workflowId} and l.from_version <= ${stamp}::bigint and ${inProject(db, "l")}
     order by l.from_version desc limit 1`.execute(db);
  const [row] = rows;
  if (row === undefined) return { live: null, wasLiveBefore: false };
  const { isLive, ...live } = row;
  return { live: isLive ? live : null, wasLiveBefore: true };
}
