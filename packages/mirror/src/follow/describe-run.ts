import { isUnknownExecution, RUN_IS_OPEN } from "@tempograph/runtime";
import { timeMs } from "../history/history-event.ts";
import type { MirrorDeps } from "../mirror-deps.ts";

export interface RunDescription {
  readonly runId: string;
  readonly open: boolean;
  /** The number of events in its history. */
  readonly events: number;
  /** When it closed, in milliseconds since the epoch; 0 while it is open. */
  readonly closedAt: number;
  /** The id of the first run of its chain, which continue-as-new and reset keep. */
  readonly firstRunId: string;
  /** The workflow task that Temporal wants done. Null: there is none. */
  readonly task: PendingTask | null;
}

export interface PendingTask {
  /** 1, or more if it has failed. */
  readonly attempt: number;
  /** When it was first wanted, in milliseconds since the epoch. */
  readonly since: number;
}

/** Describes a run, by default the latest one of the execution. Null if Temporal has no such execution. */
export async function describeRun(
  { connection, namespace }: Pick<MirrorDeps, "connection" | "namespace">,
  executionId: string,
  runId?: string,
): Promise<RunDescription | null> {
  try {
    const { workflowExecutionInfo: info, pendingWorkflowTask: task } =
      await connection.workflowService.describeWorkflowExecution({
        namespace,
        execution: { workflowId: executionId, ...(runId !== undefined && { runId }) },
      });
    return {
      runId: info?.execution?.runId ?? "",
      open: info?.status === RUN_IS_OPEN,
      events: Number(info?.historyLength ?? 0),
      closedAt: timeMs(info?.closeTime),
      firstRunId: info?.firstRunId ?? "",
      task: task
        ? { attempt: task.attempt ?? 1, since: timeMs(task.originalScheduledTime ?? task.scheduledTime) }
        : null,
    };
  } catch (error) {
    if (isUnknownExecution(error)) return null;
    throw error;
  }
}
