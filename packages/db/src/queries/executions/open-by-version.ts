import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";

export interface OpenExecutions {
  readonly version: number;
  readonly count: number;
}

/** How many executions of a workflow are open, for each of its versions that has any; the newest version first. Counts the newest `most`. */
export async function countOpenByVersion(db: Database, workflowId: string, most = 10_000): Promise<OpenExecutions[]> {
  const { rows } = await sql<OpenExecutions>`
    select version, count(*)::integer as count from (
      select workflow_version as version from executions
       where workflow_id = ${workflowId} and status in ('pending', 'running') and ${inProject(db, "executions")}
       order by seq desc limit ${most}) e
     group by version order by version desc`.execute(db);
  return rows;
}
