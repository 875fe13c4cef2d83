import type { temporal } from "@temporalio/proto";

/** One event of Temporal's history as the SDK decodes it. */
export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
export type TemporalFailure = temporal.api.failure.v1.IFailure;
export type Payload = temporal.api.common.v1.IPayload;
type Timestamp = { seconds?: unknown; nanos?: number | null } | null | undefined;

/** Temporal's event id: 1, 2, 3 … in each run. */
export function eventId(event: HistoryEvent): number {
  return Number(event.eventId);
}

/** Milliseconds since the epoch, rounded down as the SDK does it for workflow code. */
export function timeMs(timestamp: Timestamp): number {
  if (timestamp === null || timestamp === undefined) return 0;
  return Number(timestamp.seconds ?? 0) * 1000 + Math.floor((timestamp.nanos ?? 0) / 1_000_000);
}

/**
 * An event without a task id is not durable: it belongs to a workflow task at the history's end that is a retry or a speculative
 * Update. Later its id may belong to another event or to none, so it is neither stored nor projected.
 */
export function isDurable(event: HistoryEvent): boolean {
  return Number(event.taskId ?? 0) !== 0;
}
