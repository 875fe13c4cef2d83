import type { ExecutionStatus } from "@tempograph/db";

export const executionStatuses = [
  "pending",
  "running",
  "completed",
  "completedWithErrors",
  "failed",
  "cancelled",
  "terminated",
  "timedOut",
] as const satisfies readonly ExecutionStatus[];
