import type { Priority } from "@temporalio/common";
import { DEFAULT_PRIORITY } from "@tempograph/graph";
import { createHash } from "node:crypto";
import type { StartTask } from "./start-task.ts";

/**
 * The order of an execution among those that wait for a worker, in Temporal's own words; its activities inherit it. Task queues are
 * shared by all projects, so the project is part of the fairness key, of which Temporal accepts 64 bytes.
 */
export function temporalPriority(task: Pick<StartTask, "project" | "workflowId" | "order">): { priority?: Priority } {
  const { project, workflowId } = task;
  const { priority, fairnessKey, fairnessWeight } = task.order;
  // The key of a workflow without a policy orders the starts only. With a key Temporal would keep each of its task queues in another,
  // dearer way, also where nothing waits.
  const hasKey = fairnessKey !== "" && fairnessKey !== workflowId;
  if (priority === DEFAULT_PRIORITY && !hasKey) return {};
  return {
    priority: {
      ...(priority !== DEFAULT_PRIORITY && { priorityKey: priority }),
      ...(hasKey && {
        fairnessKey: createHash("sha256")
          .update(JSON.stringify([project, fairnessKey]))
          .digest("base64url"),
        fairnessWeight,
      }),
    },
  };
}
