import { sql } from "kysely";
import type { JsonObject } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { fairShares } from "../dispatch/fair-shares.ts";
import type { TriggerKey, TriggerProblem, TriggerRow } from "./trigger-row.ts";
import { inMs, isTrigger, problemJson, triggerColumnsOf } from "./trigger-sql.ts";

/** A trigger whose time has come, and which only this worker works on until the lease ends. */
export interface DueTrigger extends TriggerRow {
  /** The lease. Whoever takes the row later has another one. */
  readonly lease: string;
}

export interface DueClaim {
  readonly limit: number;
  readonly leaseMs: number;
  /** How many triggers of a project this worker has under way, and the most that it may have, so that one project cannot occupy all places (I13). */
  readonly underWay: Readonly<Record<string, number>>;
  readonly mostOfProject: number;
}

/**
 * Takes active triggers whose `next_at` has come, in equal shares of the projects, for `leaseMs` on the database's clock. A worker that dies
 * gives them back when the lease ends (I4).
 */
export async function claimDueTriggers(db: Database, claim: DueClaim): Promise<readonly DueTrigger[]> {
  const { limit, leaseMs, underWay, mostOfProject } = claim;
  const full = Object.keys(underWay).filter((project) => underWay[project]! >= mostOfProject);
  const waits = sql`status = 'active' and next_at <= clock_timestamp() and project <> all(${full}::text[])
    and (lease_until is null or lease_until <= clock_timestamp())`;
  const { rows } = await sql<DueTrigger>`
    with due as (
      select c.workflow_id, c.trigger_id, c.kind
      from ${fairShares("workflow_triggers", waits, limit)} as share (project, most)
      cross join lateral (
        select workflow_id, trigger_id, kind from workflow_triggers
         where ${waits} and project = share.project
         order by next_at
         limit least(share.most, ${mostOfProject}::integer - coalesce((${JSON.stringify(underWay)}::jsonb ->> share.project)::integer, 0))
         for no key update skip locked) c
      limit ${limit}
    )
    update workflow_triggers t set lease_until = ${inMs(leaseMs)}
    from due d where t.workflow_id = d.workflow_id and t.trigger_id = d.trigger_id and t.kind = d.kind
    returning ${triggerColumnsOf("t")}, t.lease_until::text as lease`.execute(db);
  return rows;
}

export interface DueOutcome {
  readonly state: JsonObject;
  readonly nextInMs: number;
  readonly problem: Omit<TriggerProblem, "at"> | null;
}

/**
 * Writes what came of a due trigger, and gives it back. False, and nothing is written, if it is not this worker's any more, or was paused,
 * changed or ended meanwhile.
 */
export async function finishDueTrigger(
  db: Database,
  row: TriggerKey & Pick<DueTrigger, "lease" | "revision">,
  { state, nextInMs, problem }: DueOutcome,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update workflow_triggers set state = ${JSON.stringify(state)}::jsonb, lease_until = null,
      next_at = ${inMs(nextInMs)},
      problem = ${problem === null ? sql`null` : problemJson(problem)}
    where ${isHeld(row)} and status = 'active' and revision = ${row.revision}::bigint`.execute(db);
  return numAffectedRows > 0n;
}

/** Gives a due trigger back without an outcome: it is due at once again. */
export async function releaseDueTrigger(db: Database, row: TriggerKey & Pick<DueTrigger, "lease">): Promise<void> {
  await sql`update workflow_triggers set lease_until = null where ${isHeld(row)}`.execute(db);
}

/** Makes a trigger due now, or never, unless it has changed since the row was read. */
export async function setTriggerDue(
  db: Database,
  row: TriggerKey & Pick<TriggerRow, "revision">,
  due: boolean,
): Promise<void> {
  await sql`
    update workflow_triggers set next_at = ${due ? sql`clock_timestamp()` : sql`null`}
    where ${isTrigger(row)} and revision = ${row.revision}::bigint`.execute(db);
}

const isHeld = ({ lease, ...key }: TriggerKey & Pick<DueTrigger, "lease">) =>
  sql`${isTrigger(key)} and lease_until = ${lease}::timestamptz`;
