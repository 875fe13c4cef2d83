/**
 * Milliseconds since the epoch with fractions, from the clock that the Temporal server on this machine also reads.
 * `performance.timeOrigin` drifts from that clock over time, so the origin is set again at the next tick of `Date.now()`.
 */
export class WallClock {
  #offset = 0;

  constructor() {
    this.set();
  }

  set(): void {
    const before = Date.now();
    while (Date.now() === before);
    this.#offset = Date.now() - performance.now();
  }

  readonly now = (): number => performance.now() + this.#offset;
}
