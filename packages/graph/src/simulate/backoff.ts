import { mayTryAgain } from "../contract/attempts.ts";
import type { RetryPolicy } from "../definition/definition.ts";
import type { Failure } from "../definition/failure.ts";

/**
 * Milliseconds until the next attempt, computed as Temporal does; null if there is no further attempt. `attempt` is the failed one, from 1, and
 * `failed` says in how many of them the step itself has failed.
 */
export function backoffMs(
  retry: RetryPolicy,
  failure: Failure,
  attempt: number,
  failed: number = attempt,
): number | null {
  if (failure.retryable === false || retry.nonRetryable.includes(failure.code)) return null;
  if (!mayTryAgain(failed, retry.maximumAttempts)) return null;
  return pauseMs(retry, attempt);
}

/** Milliseconds between the end of an attempt and the next one. */
export function pauseMs(retry: RetryPolicy, attempt: number): number {
  return Math.min(retry.initialIntervalMs * retry.backoffCoefficient ** (attempt - 1), retry.maximumIntervalMs);
}
