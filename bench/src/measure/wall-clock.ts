/**
 * Milliseconds since epoch with fractions, from the clock that the Temporal server on this machine reads, too.
 * `performance.timeOrigin` drifts off it over time, so it is set anew by the next tick of `Date.now()`.
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
