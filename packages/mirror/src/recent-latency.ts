/** The number of closes that count, and for how long each counts. */
const SAMPLES = 256;
const WINDOW_MS = 30_000;
/**
 * The least time that an execution takes for each one that is under way beside it: a worker closes about twenty a second. After a sudden rise
 * of the load, the durations of those that have closed say nothing yet about those that are open.
 */
const MS_PER_OPEN = 50;

/**
 * Records how long recent executions took from their start until their close was written. Work that a close may make needless
 * (writing the live updates of an unwatched execution, following it) is delayed by about that time. So it is usually not done
 * twice, neither on an idle nor on a busy machine.
 */
export interface RecentLatency {
  add(ms: number, at?: number): void;
  /**
   * One and a half times the 95th percentile of recent durations, or the time that the executions which are under way will take if
   * that is longer; limited to the two bounds. Executions that took longer than `mostMs` do not count, because no allowed delay would
   * have been long enough for them.
   */
  within(leastMs: number, mostMs: number, backlog: number, at?: number): number;
}

export function createRecentLatency(): RecentLatency {
  const samples: { readonly at: number; readonly ms: number }[] = [];
  let next = 0;
  /** The durations in ascending order. Sorting after every close would cost more than the better estimate is worth. */
  let sorted: readonly number[] | null = null;
  let sortedAt = 0;
  return {
    add(ms, at = performance.now()) {
      samples[next] = { at, ms };
      next = (next + 1) % SAMPLES;
      if (next % 16 === 0 || samples.length < 16) sorted = null;
    },
    within(leastMs, mostMs, backlog, at = performance.now()) {
      if (sorted === null || at - sortedAt > WINDOW_MS / 10) {
        const recent = samples.filter((sample) => at - sample.at <= WINDOW_MS);
        sorted = recent.map(({ ms }) => ms).sort((a, b) => a - b);
        sortedAt = at;
      }
      const counted = sorted.findLastIndex((ms) => ms <= mostMs) + 1;
      const p95 = sorted[Math.ceil(counted * 0.95) - 1] ?? 0;
      return Math.min(Math.max(leastMs, 1.5 * p95, backlog * MS_PER_OPEN), mostMs);
    },
  };
}
