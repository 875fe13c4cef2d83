import { backOffMs, type BackOffRange } from "./back-off.ts";

/**
 * Records that a server is unreachable, and when to try it again. Many calls share one outage: while it lasts, one call at a
 * time probes the server and the others wait.
 */
export interface Outage {
  readonly active: boolean;
  /** Milliseconds until the next probe; 0 when it is time, or when there is no outage. */
  waitMs(): number;
  /** Reports that a call which began at `startedAt` (`performance.now()`) could not reach the server. */
  failed(startedAt: number, error: unknown): void;
  /** Reports that a call got an answer. */
  succeeded(): void;
}

export interface OutageOptions extends BackOffRange {
  /** Called when the server is found unreachable, and again after each failed probe. */
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
      // Calls that were under way when the outage began fail together; they count as one failure.
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
