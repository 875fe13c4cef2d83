import type { Priority } from "@temporalio/common";
import { DEFAULT_PRIORITY } from "@tempograph/graph";
import { createHash } from "node:crypto";
import type { StartTask } from "./start-task.ts";

/**
 * The order of an execution among those that wait for a worker, in Temporal's own words; its activities inherit it. Task queues are
 * shared by all projects, so the project is part of the fairness key, of which Temporal accepts 64 bytes.
 */
export function temporalPriority({ project, order }: Pick<StartTask, "project" | "order">): { priority?: Priority } {
  const { priority, fairnessKey, fairnessWeight } = order;
  if (priority === DEFAULT_PRIORITY && fairnessKey === "") return {};
  return {
    priority: {
      ...(priority !== DEFAULT_PRIORITY && { priorityKey: priority }),
      ...(fairnessKey !== "" && {
        fairnessKey: createHash("sha256")
          .update(JSON.stringify([project, fairnessKey]))
          .digest("base64url"),
        fairnessWeight,
      }),
    },
  };
}
