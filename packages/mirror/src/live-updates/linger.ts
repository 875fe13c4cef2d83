import type { RecentLatency } from "../recent-latency.ts";

/** The delay until changes of an unwatched open execution are written: on a calm machine, and at most. */
const LINGER_MS = { calm: 1_000, most: 60_000 };
/** If fewer executions than this have waiting changes, the worker has time to write some executions twice. */
const CALM_EXECUTIONS = 8;

/** What a buffer shows of when its execution will close. */
export interface Lingering {
  /** Whether this worker has the execution's workflow, so that its close will come here, too. */
  readonly isTraced: boolean;
  /** Whether a step waits for a person, an event, or a moment that is later than `at`. */
  waitsBeyond(at: number): boolean;
}

/**
 * How long the changes of an unwatched execution wait for its close, with which they are written once instead of twice: about as
 * long as executions take at present. They wait no longer than on a calm machine if they would wait in vain: the close comes to another worker,
 * or the execution waits for longer than they may; nor if too many changes are kept.
 */
export function lingerOf(
  changes: Lingering,
  load: { readonly backlog: number; readonly isFull: boolean },
  latency: RecentLatency,
  now = Date.now(),
): number {
  const { calm, most } = LINGER_MS;
  if (load.backlog < CALM_EXECUTIONS || load.isFull || !changes.isTraced) return calm;
  return changes.waitsBeyond(now + most) ? calm : latency.within(calm, most, load.backlog);
}
