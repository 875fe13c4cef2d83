import { listOutcomes, type ExecutionRecord } from "@tempograph/db";
import type { AppDeps } from "../app-deps.ts";

/** Why an execution has not started on Temporal yet, as a sentence; null if it has. */
export async function pendingBecause(
  { db }: Pick<AppDeps, "db">,
  { status, startError, eventId, workflowId, id }: ExecutionRecord,
): Promise<string | null> {
  if (status !== "pending") return null;
  if (startError !== null) return `Temporal could not start it yet: ${startError} It is tried again.`;
  const held = await listOutcomes(db, { eventId, workflowId, concerned: [] }, { limit: 1 });
  const reason = held.find(({ executionId, outcome }) => executionId === id && outcome === "held")?.reason;
  if (reason != null) return `${reason.message} ${reason.hint}`;
  return "No worker has started it yet. If this lasts, check that a worker runs.";
}
