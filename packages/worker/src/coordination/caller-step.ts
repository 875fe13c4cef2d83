import { Context } from "@temporalio/activity";
import { CoordinationError, type CallerStep } from "@tempograph/dispatch";
import { NodeError, type NodeContext } from "@tempograph/nodes-sdk";

/** The step of an attempt, in the form that requests between executions need. */
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

/** Turns the error of a refused request into the error of a node. The step is retried only if another attempt may succeed. */
export async function asNodeErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CoordinationError)) throw error;
    const { code, message, hint, retryable, retryAfterMs, details } = error;
    throw new NodeError({
      ...{ code, message, hint, retryable, cause: error },
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(details !== undefined && { details }),
    });
  }
}

/** Milliseconds since the activity was scheduled, at least 0 because clocks of machines may differ. Tests outside of Temporal get 0. */
function sinceScheduledMs(): number {
  try {
    return Math.max(0, Date.now() - Context.current().info.scheduledTimestampMs);
  } catch {
    return 0;
  }
}
