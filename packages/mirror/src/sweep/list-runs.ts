import { SCHEDULE_PREFIX, SCHEDULE_TICK_WORKFLOW } from "@tempograph/graph";
import { RUN_IS_OPEN } from "@tempograph/runtime";
import type { MirrorDeps } from "../mirror-deps.ts";

export interface ListedRun {
  readonly executionId: string;
  readonly runId: string;
  readonly open: boolean;
}

/** Ticks of schedules are no executions. A workflow of their type under another id is one that somebody has forged. */
const NO_TICK = `(WorkflowType != '${SCHEDULE_TICK_WORKFLOW}' OR NOT WorkflowId STARTS_WITH '${SCHEDULE_PREFIX}')`;

/** Lists the runs of our task queue for which the condition holds in Temporal's visibility, page by page. */
export async function* listRuns(
  { connection, namespace, taskQueue }: Pick<MirrorDeps, "connection" | "namespace" | "taskQueue">,
  condition: string,
): AsyncGenerator<ListedRun[]> {
  const query = `TaskQueue = '${taskQueue.replaceAll("'", "''")}' AND ${condition} AND ${NO_TICK}`;
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await connection.workflowService.listWorkflowExecutions({
      namespace,
      query,
      pageSize: 200,
      ...(nextPageToken !== undefined && { nextPageToken }),
    });
    yield (page.executions ?? []).flatMap(({ execution, status }) =>
      execution?.workflowId && execution.runId
        ? [{ executionId: execution.workflowId, runId: execution.runId, open: status === RUN_IS_OPEN }]
        : [],
    );
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
  } while (nextPageToken !== undefined);
}
