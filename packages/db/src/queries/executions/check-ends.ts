import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";

/** What the rows of executions that have ended say about how they ended. */
export interface EndsChecked {
  /** The number of executions that were looked at. */
  readonly looked: number;
  /** Executions that count as completed although a step has not ended (I6): some of them. */
  readonly falseSuccess: readonly string[];
  /** Executions whose last update is not the one that tells subscribers of the end (I7): some of them. */
  readonly notTold: readonly string[];
}

const NEWEST = 2_000;
const NAMED = 10;

/** Checks those of the newest executions that have ended. */
export async function checkEnds(db: Database): Promise<EndsChecked> {
  const { rows } = await sql<EndsChecked>`
    with newest as materialized (
      select id, status, closed_at, history_events from executions where ${inProject(db, "executions")} order by seq desc limit ${sql.lit(NEWEST)}
    ), ended as materialized (
      select id, status from newest where closed_at is not null and history_events is not null
    ), checked as (
      select e.id,
        e.status = 'completed' and exists (select from steps s where s.execution_id = e.id
          and s.status in ('scheduled', 'running', 'waiting', 'incident')) as open_step,
        (select u.kind from (
          (select seq, kind from execution_updates where execution_id = e.id order by seq desc limit 1)
          union all
          (select seq, updates->-1->>'kind' from execution_update_batches where execution_id = e.id order by seq desc limit 1)) u
         order by u.seq desc limit 1) as last_kind
        from ended e
    )
    select count(*)::integer as looked,
      coalesce((array_agg(id) filter (where open_step))[:${sql.lit(NAMED)}], '{}') as "falseSuccess",
      coalesce((array_agg(id) filter (where last_kind <> 'status'))[:${sql.lit(NAMED)}], '{}') as "notTold"
      from checked`.execute(db);
  return rows[0]!;
}
