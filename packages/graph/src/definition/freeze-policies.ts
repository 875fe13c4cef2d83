import type { RetryPolicy, TimeoutPolicy } from "./definition.ts";
import { parseDuration } from "./duration.ts";
import type { Duration, RetrySettings, TimeoutSettings } from "./graph.ts";

/** What a step gets when neither its node nor its node type says otherwise. */
export const DEFAULT_RETRY: RetryPolicy = {
  maximumAttempts: 3,
  initialIntervalMs: 1_000,
  backoffCoefficient: 2,
  maximumIntervalMs: 60_000,
  nonRetryable: [],
};
export const DEFAULT_START_TO_CLOSE_MS = 30_000;
/**
 * The worker sends heartbeats by itself while an attempt runs. They show Temporal that the worker is alive, so that a step
 * of a dead worker is retried soon. The answer to a heartbeat tells a running attempt that it was cancelled (rule 7).
 */
export const DEFAULT_HEARTBEAT_MS = 10_000;

/** A burst step that would wait longer than this for its next attempt is compiled to the step lane (docs/machine.md). */
export const LOCAL_RETRY_THRESHOLD_MS = 10_000;

/** Each field comes from the node's settings, else from the node type, else from the defaults. */
export function retryPolicy(node: RetrySettings = {}, type: RetrySettings = {}): RetryPolicy {
  const initialIntervalMs = ms(node.initialInterval ?? type.initialInterval) ?? DEFAULT_RETRY.initialIntervalMs;
  const maximum = ms(node.maximumInterval ?? type.maximumInterval) ?? DEFAULT_RETRY.maximumIntervalMs;
  return {
    maximumAttempts: node.maximumAttempts ?? type.maximumAttempts ?? DEFAULT_RETRY.maximumAttempts,
    initialIntervalMs,
    backoffCoefficient: node.backoffCoefficient ?? type.backoffCoefficient ?? DEFAULT_RETRY.backoffCoefficient,
    // Temporal refuses a maximum below the first interval.
    maximumIntervalMs: Math.max(maximum, initialIntervalMs),
    nonRetryable: [...(node.nonRetryable ?? type.nonRetryable ?? DEFAULT_RETRY.nonRetryable)],
  };
}

/** Field by field as in `retryPolicy`. */
export function timeoutPolicy(node: TimeoutSettings = {}, type: TimeoutSettings = {}): TimeoutPolicy {
  const scheduleToCloseMs = ms(node.scheduleToClose ?? type.scheduleToClose);
  const heartbeatMs = ms(node.heartbeat ?? type.heartbeat) ?? DEFAULT_HEARTBEAT_MS;
  return {
    startToCloseMs: ms(node.startToClose ?? type.startToClose) ?? DEFAULT_START_TO_CLOSE_MS,
    ...(scheduleToCloseMs === undefined ? {} : { scheduleToCloseMs }),
    heartbeatMs,
  };
}

/** The longest wait between two attempts that the policy can come to. */
export function longestBackoffMs(retry: RetryPolicy): number {
  if (retry.maximumAttempts === 1) return 0;
  const waits = retry.maximumAttempts === 0 ? Number.POSITIVE_INFINITY : retry.maximumAttempts - 1;
  const growth = retry.backoffCoefficient ** (waits - 1);
  return Math.min(retry.initialIntervalMs * (Number.isNaN(growth) ? 1 : growth), retry.maximumIntervalMs);
}

function ms(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : parseDuration(duration);
}
