import { sql } from "kysely";
import type { Facts } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";
import { storableJson } from "../storable.ts";

/** By workflow, what was found out for the conditions of its triggers on an event. */
export async function findConditionFacts(
  db: Database,
  eventId: string,
  workflowIds: readonly string[],
): Promise<ReadonlyMap<string, Facts>> {
  if (workflowIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("condition_facts")
    .select(["workflow_id", "facts"])
    .where("event_id", "=", eventId)
    .where("workflow_id", "in", workflowIds)
    .where(inProject(db, "condition_facts"))
    .execute();
  return new Map(rows.map(({ workflow_id, facts }) => [workflow_id, facts]));
}

/** What is known of one event and a workflow. */
export interface EventFacts {
  readonly facts: Facts;
  /** The trigger that has started an execution. */
  readonly startedBy: string | null;
}

/** By event, what was found out for the triggers of a workflow, and what it has started. */
export async function findFactsOfEvents(
  db: Database,
  workflowId: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, EventFacts>> {
  const { rows } = await sql<EventFacts & { readonly id: string }>`
    select e.id, coalesce(f.facts, '{}') as facts,
      (select trigger_id from executions where event_id = e.id and workflow_id = ${workflowId} and rerun_of is null
         and ${inProject(db, "executions")} limit 1) as "startedBy"
      from unnest(${eventIds}::text[]) as e(id)
      left join condition_facts f on f.event_id = e.id and f.workflow_id = ${workflowId} and ${inProject(db, "f")}`.execute(
    db,
  );
  return new Map(rows.map(({ id, ...found }) => [id, found]));
}

/** Replaces what is known of a pair of an event and a workflow. */
export async function writeConditionFacts(
  trx: Database,
  pair: { readonly project: string; readonly eventId: string; readonly workflowId: string },
  facts: Facts,
  failures: number,
): Promise<void> {
  await sql`
    insert into condition_facts (project, event_id, workflow_id, facts, failures, failing_since)
    values (${pair.project}, ${pair.eventId}, ${pair.workflowId}, ${storableJson(facts)}::jsonb, ${failures},
      case when ${failures} > 0 then clock_timestamp() end)
    on conflict (event_id, workflow_id) do update set facts = excluded.facts, failures = excluded.failures,
      failing_since = case when excluded.failures > 0 then coalesce(condition_facts.failing_since, excluded.failing_since) end`.execute(
    trx,
  );
}
