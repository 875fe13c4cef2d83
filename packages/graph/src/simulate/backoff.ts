import type { RetryPolicy } from "../definition/definition.ts";
import type { Failure } from "../definition/failure.ts";

/** Milliseconds until the next attempt, as Temporal counts them; null: there is none. `attempt`: the one that failed, from 1. */
export function backoffMs(retry: RetryPolicy, failure: Failure, attempt: number): number | null {
  if (failure.retryable === false || retry.nonRetryable.includes(failure.code)) return null;
  if (retry.maximumAttempts > 0 && attempt >= retry.maximumAttempts) return null;
  return Math.min(retry.initialIntervalMs * retry.backoffCoefficient ** (attempt - 1), retry.maximumIntervalMs);
}
