import type { Context } from "@temporalio/activity";
import { projectOfNodeRun } from "@tempograph/graph";

/**
 * Whose step it is, as Temporal knows it. The arguments do not say it: whoever reaches Temporal can write them, and would get the connections of
 * any execution (I13). A node that runs by itself stands for its own execution.
 */
export function executionIdOf({ workflowExecution, activityId }: Context["info"]): string {
  if (workflowExecution !== undefined) return workflowExecution.workflowId;
  return projectOfNodeRun(activityId) === undefined ? "" : activityId;
}
