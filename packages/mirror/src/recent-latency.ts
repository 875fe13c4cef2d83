/** Closes that count, and for how long. */
const SAMPLES = 256;
const WINDOW_MS = 30_000;

/**
 * How long recent executions took from their start until their close was written. What may wait for the close (the rows
 * of a short execution that nobody watches, the decision to follow one) waits about as long, so that it is done once
 * whether the machine is calm or busy.
 */
export class RecentLatency {
  readonly #samples: { readonly at: number; readonly ms: number }[] = [];
  #next = 0;
  /** In ascending order; made anew from time to time. */
  #sorted: readonly number[] | null = null;
  #sortedAt = 0;

  add(ms: number, at = performance.now()): void {
    this.#samples[this.#next] = { at, ms };
    this.#next = (this.#next + 1) % SAMPLES;
    // Sorting with every close would cost more than it tells.
    if (this.#next % 16 === 0 || this.#samples.length < 16) this.#sorted = null;
  }

  /**
   * One and a half times what 95 % of recent executions stayed under, within the two bounds. Executions that took longer
   * than `mostMs` do not count: waiting so long would not have saved anything for them.
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
