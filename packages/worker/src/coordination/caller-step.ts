import { Context } from "@temporalio/activity";
import { CoordinationError, type CallerStep } from "@tempograph/dispatch";
import { NodeError, type NodeContext } from "@tempograph/nodes-sdk";

/** The step behind an attempt, as operations between executions want to know it. */
export function callerStep({ execution, step, idempotencyKey, signal }: NodeContext): CallerStep {
  const { id, workflowId, workflowName: name, workflowVersion: version } = execution;
  return {
    executionId: id,
    path: step.path,
    idempotencyKey,
    workflow: { id: workflowId, name, version },
    sinceScheduledMs: sinceScheduledMs(),
    signal,
  };
}

/** What a refused operation says, as the error of a node: attempts end where another one would change nothing. */
export async function asNodeErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CoordinationError)) throw error;
    const { code, message, hint, retryable, details } = error;
    throw new NodeError({ code, message, hint, retryable, cause: error, ...(details !== undefined && { details }) });
  }
}

/** 0 outside of Temporal: tests. Clocks of two machines may differ, but never count less than nothing. */
function sinceScheduledMs(): number {
  try {
    return Math.max(0, Date.now() - Context.current().info.scheduledTimestampMs);
  } catch {
    return 0;
  }
}
