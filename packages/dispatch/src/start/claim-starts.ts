import { claimPendingExecutions, type Claim, type Database } from "@tempograph/db";
import { eventData } from "../match/event-data.ts";
import { readTraceContext } from "@tempograph/runtime";
import type { StartTask } from "./start-task.ts";

/** Claims pending executions: their starter died, Temporal was away, or the time has come for another attempt. */
export async function claimStarts(db: Database, limit: number, leaseMs: number): Promise<Claim<StartTask>> {
  const leaseEnds = performance.now() + leaseMs;
  const { rows, mayBeMore } = await claimPendingExecutions(db, limit, leaseMs);
  const tasks = rows.map((row): StartTask => ({
    id: row.id,
    project: row.project,
    workflowId: row.workflow_id,
    version: row.workflow_version,
    triggerId: row.trigger_id,
    event: eventData(row.event),
    ...(row.rerun_of !== null && { rerunOf: row.rerun_of }),
    ...(row.seed !== null && { seed: row.seed }),
    trace: readTraceContext(row.trace),
    order: { priority: row.priority, fairnessKey: row.fairness_key, fairnessWeight: row.fairness_weight },
    failures: row.start_attempts,
    leaseEnds,
  }));
  return { rows: tasks, mayBeMore };
}
