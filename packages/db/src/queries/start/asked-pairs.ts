import { sql } from "kysely";
import type { Facts, StartPlan } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import type { ClaimedEvent } from "../dispatch/match.ts";
import type { OutcomeReason } from "../dispatch/ledger-tables.ts";
import { storableJson } from "../storable.ts";
import type { WorkflowRecord } from "../workflows/read.ts";
import { writeConditionFacts } from "./condition-facts.ts";
import { CONDITIONS_QUEUE, moment } from "./held-starts.ts";

/** A pair of an event and a workflow whose conditions ask for more than the event. Its caller alone decides it until its lease ends. */
export interface AskedPair extends ClaimedEvent {
  readonly workflowId: string;
  readonly workflowStatus: WorkflowRecord["status"];
  readonly facts: Facts;
  /** How often in a row something could not be found out. */
  readonly failures: number;
  /** For how long, in milliseconds. */
  readonly failingForMs: number;
  /** Milliseconds since the epoch, on the database's clock. */
  readonly now: number;
  /** When the lease ends, as Postgres writes it: exact. */
  readonly lease: string;
}

export interface AskedClaim {
  /** The most pairs in all. */
  readonly limit: number;
  /** The most pairs of a project. */
  readonly perProject: number;
  /** Projects that already have as many under way as they may. */
  readonly without: readonly string[];
  readonly leaseMs: number;
}

/** Claims pairs that are due, the same number of each project, so that a project with slow lookups holds up no other one (I13). */
export async function claimAskedPairs(
  db: Database,
  { limit, perProject, without, leaseMs }: AskedClaim,
): Promise<readonly AskedPair[]> {
  const { rows } = await sql<AskedPair>`
    with recursive projects as (
      (select project from event_outcomes where ${asked} order by project limit 1)
      union all
      select n.project from projects p cross join lateral (
        select project from event_outcomes where ${asked} and project > p.project order by project limit 1) n
    ), chosen as (
      select o.* from (select project from projects where not project = any(${without}::text[])
        order by random() limit ${limit}) p
       cross join lateral (
         select event_id, workflow_id from event_outcomes where ${asked} and project = p.project and until <= clock_timestamp()
          order by until limit ${perProject} for update skip locked) o
       limit ${limit}
    ), claimed as (
      update event_outcomes o set until = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms' from chosen c
       where o.event_id = c.event_id and o.workflow_id = c.workflow_id
      returning o.event_id, o.workflow_id, o.until
    )
    select e.id, e.project, e.type, e.source, e.subject, e.time, e.data, e.received_at, e.trigger_set_version,
      c.workflow_id as "workflowId", w.status as "workflowStatus", coalesce(f.facts, '{}') as facts, coalesce(f.failures, 0) as failures,
      coalesce(extract(epoch from clock_timestamp() - f.failing_since)::float8 * 1000, 0) as "failingForMs",
      extract(epoch from clock_timestamp())::float8 * 1000 as now, c.until::text as lease
      from claimed c join events e on e.id = c.event_id join workflows w on w.id = c.workflow_id
      left join condition_facts f on f.event_id = c.event_id and f.workflow_id = c.workflow_id
     order by e.seq`.execute(db);
  return rows;
}

const asked = sql`outcome = 'held' and queue = '${sql.raw(CONDITIONS_QUEUE)}'`;

/** What has become of a pair whose conditions were asked. */
export type ConditionAnswer =
  /** Its start policies decide next, from this moment on. */
  | {
      readonly is: "taken";
      readonly triggerId: string;
      readonly plan: StartPlan;
      readonly reason: OutcomeReason;
      readonly until: number;
    }
  | { readonly is: "filtered" }
  | { readonly is: "rejected"; readonly reason: OutcomeReason }
  /** It is asked again at this moment. */
  | { readonly is: "held"; readonly reason: OutcomeReason; readonly until: number; readonly failures: number };

/**
 * Writes the answer and the facts that it was found with, in one transaction. Nothing is written if the lease has ended and somebody else
 * has taken the pair; the answer says so.
 */
export async function settleAskedPair(
  db: Database,
  pair: Pick<AskedPair, "id" | "project" | "workflowId" | "lease">,
  facts: Facts,
  answer: ConditionAnswer,
): Promise<boolean> {
  const key = sql`event_id = ${pair.id} and workflow_id = ${pair.workflowId} and ${asked} and until = ${pair.lease}::timestamptz`;
  const at = (ms: number) => sql`greatest(clock_timestamp(), ${moment(ms)})`;
  return await db.transaction().execute(async (trx) => {
    const { numAffectedRows: count } = await statement().execute(trx);
    if (count !== 1n) return false;
    const failures = answer.is === "held" ? answer.failures : 0;
    if (failures > 0 || Object.keys(facts).length > 0)
      await writeConditionFacts(trx, { ...pair, eventId: pair.id }, facts, failures);
    return true;
  });

  function statement() {
    switch (answer.is) {
      case "taken":
        return sql`update event_outcomes set queue = null, trigger_id = ${answer.triggerId}, plan = ${storableJson(answer.plan)}::jsonb,
          reason = ${storableJson(answer.reason)}::jsonb, until = ${at(answer.until)}, at = clock_timestamp() where ${key}`;
      case "held":
        return sql`update event_outcomes set reason = ${storableJson(answer.reason)}::jsonb, until = ${at(answer.until)},
          at = clock_timestamp() where ${key}`;
      case "rejected":
        return sql`update event_outcomes set outcome = 'rejected', queue = null, until = null, trigger_id = null,
          reason = ${storableJson(answer.reason)}::jsonb, at = clock_timestamp() where ${key}`;
      case "filtered":
        return sql`with gone as (delete from event_outcomes where ${key} returning event_id)
          update events set filtered = filtered + 1 from gone where events.id = gone.event_id`;
    }
  }
}
