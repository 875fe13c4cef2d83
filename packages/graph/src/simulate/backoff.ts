import type { RetryPolicy } from "../definition/definition.ts";
import type { Failure } from "../definition/failure.ts";

/** Milliseconds until the next attempt, computed as Temporal does; null if there is no further attempt. `attempt` is the failed one, from 1. */
export function backoffMs(retry: RetryPolicy, failure: Failure, attempt: number): number | null {
  if (failure.retryable === false || retry.nonRetryable.includes(failure.code)) return null;
  if (retry.maximumAttempts > 0 && attempt >= retry.maximumAttempts) return null;
  return Math.min(retry.initialIntervalMs * retry.backoffCoefficient ** (attempt - 1), retry.maximumIntervalMs);
}
