import type { AttemptReport } from "@tempograph/graph";
import { count, createFewValues, observe } from "@tempograph/runtime";

const fewCodes = createFewValues(200);

/** Counts an attempt that has ended. Node types are those of the worker's packs, so they are few; codes are what nodes make them. */
export function countAttempt({ type, outcome, failure, startedAt, endedAt }: AttemptReport): void {
  if (endedAt === undefined || outcome === undefined) return;
  count("tempograph_node_attempts_total", { type, outcome });
  if (startedAt !== null) observe("tempograph_node_attempt_seconds", { type }, endedAt - startedAt);
  if (failure !== undefined) count("tempograph_node_failures_total", { type, code: fewCodes(type, failure.code) });
}
