import { sql } from "kysely";
import type { Failure, Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import type { StepStatus } from "../executions/step-record.ts";

/** How a step of the top level ended, or how one that undid another did. */
export interface EndedStep {
  readonly path: string;
  readonly nodeId: string;
  readonly type: string;
  readonly status: StepStatus;
  readonly port: string | null;
  readonly output: Json;
  readonly failure: Failure | null;
}

/** What history knows of an execution's top level, and of everything that was undone (`<path>!<node>`), however deep. */
export async function listEndedSteps(db: Database, executionId: string): Promise<EndedStep[]> {
  const { rows } = await sql<EndedStep>`
    select path, node_id as "nodeId", type, status, port,
        case when path like '%!%' then null else output end as output,
        case when path like '%!%' then null else failure end as failure
      from steps
     where execution_id = ${executionId} and known_from = 'history'
       and (path !~ '[/!]' or (path like '%!%' and status in ('completed', 'completedLate')))
     order by position, path`.execute(db);
  return rows;
}
