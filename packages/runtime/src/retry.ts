import { setTimeout as sleep } from "node:timers/promises";
import { backOffMs, type BackOffRange } from "./back-off.ts";

export interface RetryOptions extends BackOffRange {
  /** Whether the error passes by itself. Any other error is thrown at once. */
  readonly isPassing: (error: unknown) => boolean;
  /** Milliseconds after which the last error is thrown. Default: the work is retried without an end. */
  readonly forMs?: number;
  /** When the signal aborts, no further wait begins: the attempt under way, or one last attempt, decides the result. */
  readonly signal?: AbortSignal;
  readonly onRetry?: (error: unknown, failures: number) => void;
}

/** Repeats the work until it succeeds, as long as its error is one that passes by itself. */
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
