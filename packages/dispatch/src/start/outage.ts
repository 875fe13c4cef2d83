/** Remembers that Temporal is not there, and when to ask again: exponential back-off, half of it random. */
export interface Outage {
  readonly active: boolean;
  /** Milliseconds until the next probe; 0 when it is time or there is no outage. */
  waitMs(): number;
  /** A start that began at `startedAt` (`performance.now()`) found Temporal unavailable. True when that is news. */
  failed(startedAt: number): boolean;
  /** True when an outage ends with it. */
  succeeded(): boolean;
}

export function createOutage(minDelayMs: number, maxDelayMs: number): Outage {
  let failures = 0;
  let until = 0;
  let since = 0;
  return {
    get active() {
      return failures > 0;
    },
    waitMs: () => (failures === 0 ? 0 : Math.max(0, until - performance.now())),
    failed(startedAt) {
      // Starts that were under way together fail together: one failure.
      if (failures > 0 && startedAt < since) return false;
      const delay = Math.min(minDelayMs * 2 ** failures, maxDelayMs);
      failures++;
      since = performance.now();
      until = since + delay * (0.5 + Math.random() / 2);
      return true;
    },
    succeeded() {
      const ended = failures > 0;
      failures = 0;
      return ended;
    },
  };
}
