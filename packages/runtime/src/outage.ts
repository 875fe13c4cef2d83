import { backOffMs, type BackOffRange } from "./back-off.ts";

/**
 * Remembers that a server is away, and when to ask it again. Many calls share one outage: while it lasts, one of them at
 * a time probes, and the others wait.
 */
export interface Outage {
  readonly active: boolean;
  /** Milliseconds until the next probe; 0 when it is time, or when there is no outage. */
  waitMs(): number;
  /** A call that began at `startedAt` (`performance.now()`) found the server away. */
  failed(startedAt: number, error: unknown): void;
  /** A call got an answer. */
  succeeded(): void;
}

export interface OutageOptions extends BackOffRange {
  /** The server is away, or still is at a later probe. */
  readonly onAway: (error: unknown) => void;
  readonly onBack: () => void;
}

export function createOutage(options: OutageOptions): Outage {
  let failures = 0;
  let since = 0;
  let until = 0;
  return {
    get active() {
      return failures > 0;
    },
    waitMs: () => (failures === 0 ? 0 : Math.max(0, until - performance.now())),
    failed(startedAt, error) {
      // Calls that were under way together fail together: they count as one failure.
      if (failures > 0 && startedAt < since) return;
      failures += 1;
      since = performance.now();
      until = since + backOffMs(failures, options);
      options.onAway(error);
    },
    succeeded() {
      if (failures === 0) return;
      failures = 0;
      options.onBack();
    },
  };
}
