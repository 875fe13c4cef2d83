import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";
import { executionWhere, isVain, type ExecutionFilter } from "./execution-filter.ts";

/** What executions mean for a list. */
export interface FittingIds {
  readonly fitting: readonly string[];
  /** Those that the list may have shown before: they do not fit, but nothing that never changes speaks against them. */
  readonly others: readonly string[];
}

/** Which of these executions fit a filter without `text`, in the order of their ids. */
export async function whichFit(db: Database, ids: readonly string[], filter: ExecutionFilter): Promise<FittingIds> {
  const { workflowId, version, eventId, rerunOf } = filter;
  if (isVain(filter)) return { fitting: [], others: [] };
  const { rows } = await sql<{ readonly id: string; readonly fits: boolean }>`
    select executions.id, ${executionWhere(db, filter)} as fits from executions
     where executions.id = any(${ids}::text[]) and ${executionWhere(db, { workflowId, version, eventId, rerunOf })}
     order by executions.id`.execute(db);
  const { fitting = [], others = [] } = Object.groupBy(rows, ({ fits }) => (fits ? "fitting" : "others"));
  return { fitting: fitting.map(({ id }) => id), others: others.map(({ id }) => id) };
}

/** Which of these executions have an approval, of this workflow if one is given. */
export async function whichHaveApprovals(
  db: Database,
  ids: readonly string[],
  workflowId: string | null | undefined,
): Promise<readonly string[]> {
  const ofWorkflow = workflowId == null ? sql`true` : sql`executions.workflow_id = ${workflowId}`;
  const { rows } = await sql<{ readonly id: string }>`
    select executions.id from executions
     where executions.id = any(${ids}::text[]) and ${ofWorkflow} and ${inProject(db, "executions")}
       and exists (select from steps where steps.execution_id = executions.id and steps.type = 'approval')
     order by executions.id`.execute(db);
  return rows.map(({ id }) => id);
}
