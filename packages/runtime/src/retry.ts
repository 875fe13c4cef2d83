import { setTimeout as sleep } from "node:timers/promises";
import { backOffMs, type BackOffRange } from "./back-off.ts";

export interface RetryOptions extends BackOffRange {
  /** Whether the error goes away by itself; any other error is thrown at once. */
  readonly isPassing: (error: unknown) => boolean;
  /** Milliseconds after which the last error is thrown. Default: no end. */
  readonly forMs?: number;
  /** Ends the waiting: the last error is thrown. */
  readonly signal?: AbortSignal;
  readonly onRetry?: (error: unknown, failures: number) => void;
}

/** Does the work again while its error is one that passes. */
export async function retry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { isPassing, forMs = Infinity, signal, onRetry } = options;
  const until = performance.now() + forMs;
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      const waitMs = backOffMs(failures, options);
      if (signal?.aborted === true || !isPassing(error) || performance.now() + waitMs > until) throw error;
      onRetry?.(error, failures);
      // An abort ends the wait early; the next failure is then the last.
      await sleep(waitMs, undefined, signal && { signal }).catch(() => {});
    }
  }
}
