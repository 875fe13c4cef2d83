import { idempotencyKey, type TraceEntry } from "@tempograph/graph";

/**
 * The idempotency keys that a step's attempts may have sent. It is one key, until a person retries an incident with another input, or
 * one that was answered: the trace does not tell which, so each retry may have added one.
 */
export function stepKeys(executionId: string, path: string, entries: readonly TraceEntry[]): readonly string[] {
  let retries = 0;
  let isIncident = false;
  for (const entry of entries) {
    if (entry.path !== path) continue;
    if (isIncident && (entry.kind === "scheduled" || entry.kind === "waiting")) retries += 1;
    isIncident = entry.kind === "incident";
  }
  return Array.from({ length: retries + 1 }, (_, revision) => idempotencyKey(executionId, path, revision));
}
