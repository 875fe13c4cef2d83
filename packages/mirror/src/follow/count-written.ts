import { count, observe } from "@tempograph/runtime";
import type { Projection } from "../project/projection.ts";

/** Counts a close that was written. An execution that goes on in another run has not closed. */
export function countWritten({ closedAt, status, problems }: Projection, nextRunId: string | null): void {
  if (problems.length > 0) count("tempograph_mirror_differences_total", {});
  if (closedAt === null || nextRunId !== null) return;
  count("tempograph_executions_closed_total", { status });
  observe("tempograph_mirror_lag_seconds", {}, Date.now() - closedAt);
}
