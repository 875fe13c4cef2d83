import { SCHEDULE_PREFIX, SCHEDULE_TICK_WORKFLOW } from "@tempograph/graph";
import { RUN_IS_OPEN } from "@tempograph/runtime";
import type { MirrorDeps } from "../mirror-deps.ts";

export interface ClosedRun {
  readonly executionId: string;
  readonly runId: string;
}

/** Ticks of schedules are no executions. A workflow of their type under another id is one that somebody has forged. */
const NO_TICK = `(WorkflowType != '${SCHEDULE_TICK_WORKFLOW}' OR NOT WorkflowId STARTS_WITH '${SCHEDULE_PREFIX}')`;

/** Lists the closed runs of our task queue page by page. Temporal on SQLite refuses ORDER BY and also lists open runs, which are left out here. */
export async function* listClosedRuns(
  { connection, namespace, taskQueue }: Pick<MirrorDeps, "connection" | "namespace" | "taskQueue">,
  sinceMs: number,
): AsyncGenerator<ClosedRun[]> {
  const since = new Date(sinceMs).toISOString();
  const query = `TaskQueue = '${taskQueue.replaceAll("'", "''")}' AND ExecutionStatus != 'Running' AND CloseTime >= '${since}' AND ${NO_TICK}`;
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await connection.workflowService.listWorkflowExecutions({
      namespace,
      query,
      pageSize: 200,
      ...(nextPageToken !== undefined && { nextPageToken }),
    });
    const runs: ClosedRun[] = [];
    for (const { execution, status } of page.executions ?? []) {
      if (status === RUN_IS_OPEN || !execution?.workflowId || !execution.runId) continue;
      runs.push({ executionId: execution.workflowId, runId: execution.runId });
    }
    if (runs.length > 0) yield runs;
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
  } while (nextPageToken !== undefined);
}
