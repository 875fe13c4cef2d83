/** The number of closes that count, and for how long each counts. */
const SAMPLES = 256;
const WINDOW_MS = 30_000;

/**
 * Records how long recent executions took from their start until their close was written. Work that a close may make needless
 * (writing the live updates of an unwatched execution, following it) is delayed by about that time. So it is usually not done
 * twice, neither on an idle nor on a busy machine.
 */
export class RecentLatency {
  readonly #samples: { readonly at: number; readonly ms: number }[] = [];
  #next = 0;
  /** The durations in ascending order. They are sorted again from time to time. */
  #sorted: readonly number[] | null = null;
  #sortedAt = 0;

  add(ms: number, at = performance.now()): void {
    this.#samples[this.#next] = { at, ms };
    this.#next = (this.#next + 1) % SAMPLES;
    // Sorting after every close would cost more than the better estimate is worth.
    if (this.#next % 16 === 0 || this.#samples.length < 16) this.#sorted = null;
  }

  /**
   * One and a half times the 95th percentile of recent durations, limited to the two bounds. Executions that took longer than
   * `mostMs` do not count, because no allowed delay would have been long enough for them.
   */
  within(leastMs: number, mostMs: number, at = performance.now()): number {
    if (this.#sorted === null || at - this.#sortedAt > WINDOW_MS / 10) {
      const recent = this.#samples.filter((sample) => at - sample.at <= WINDOW_MS);
      this.#sorted = recent.map(({ ms }) => ms).sort((a, b) => a - b);
      this.#sortedAt = at;
    }
    const counted = this.#sorted.findLastIndex((ms) => ms <= mostMs) + 1;
    const p95 = this.#sorted[Math.ceil(counted * 0.95) - 1] ?? 0;
    return Math.min(Math.max(leastMs, 1.5 * p95), mostMs);
  }
}
