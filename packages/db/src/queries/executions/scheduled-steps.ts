import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";

/** A step that was handed over to an activity, as the mirrored history has it. */
export interface ScheduledStep {
  readonly executionId: string;
  /** The id of the activity, which is the path of the step. */
  readonly path: string;
  /** The activity's second argument, `StepMeta`, as the history has it: it may be encrypted. Its bytes are base64. */
  readonly meta: { readonly metadata: Readonly<Record<string, string>>; readonly data: string };
}

const NEWEST = 200;
/** The most rows of history of an execution that are unpacked: a long one would cost as much as all others together. */
const BATCHES = 2;
const MOST_STEPS = 2_000;

/** The first steps of the newest executions. Bursts are left out: their steps have no arguments in the history. */
export async function findScheduledSteps(db: Database): Promise<ScheduledStep[]> {
  const { rows } = await sql<ScheduledStep>`
    with newest as materialized (
      select id from executions where ${inProject(db, "executions")} and status <> 'pending' order by seq desc limit ${sql.lit(NEWEST)}
    )
    select n.id as "executionId", scheduled->>'activityId' as path, scheduled#>'{input,payloads,1}' as meta
      from newest n
     cross join lateral (select events from history_batches where execution_id = n.id limit ${sql.lit(BATCHES)}) b
     cross join lateral jsonb_array_elements(b.events) as each (event)
     cross join lateral (select event->'activityTaskScheduledEventAttributes' as scheduled) s
     where scheduled is not null and scheduled#>'{input,payloads,1,data}' is not null
     limit ${sql.lit(MOST_STEPS)}`.execute(db);
  return rows;
}
