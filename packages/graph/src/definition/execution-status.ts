/** What an execution is doing, or how it ended. */
export const EXECUTION_STATUSES = [
  "pending",
  "running",
  "completed",
  "completedWithErrors",
  "failed",
  "cancelled",
  "terminated",
  "timedOut",
] as const;

export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** How an execution ended. */
export type CloseStatus = Exclude<ExecutionStatus, "pending" | "running">;
