import { LRUCache } from "lru-cache";

/** So many failures in a row say that the service is the reason, and not one of the events. */
const IN_A_ROW = 3;
/** For so long nobody asks such a service again. */
const PAUSE_MS = 10_000;

/**
 * Lookups that fail at the moment. While a service does not answer, each attempt would take as long as an attempt may, and the other conditions
 * of the project would wait behind thousands of events that ask it; so its last error counts for them, too, and it is asked from time to time.
 */
export class FailingLookups {
  readonly #failures = new LRUCache<string, { readonly count: number; readonly at: number; readonly error: unknown }>({
    max: 1_000,
  });

  /** Throws the last error of the lookup if it is not to be asked now. */
  check(lookup: string): void {
    const failed = this.#failures.get(lookup);
    if (failed !== undefined && failed.count >= IN_A_ROW && performance.now() - failed.at < PAUSE_MS)
      throw failed.error;
  }

  /** An error that another attempt may not meet. */
  failed(lookup: string, error: unknown): void {
    const count = (this.#failures.get(lookup)?.count ?? 0) + 1;
    this.#failures.set(lookup, { count, at: performance.now(), error });
  }

  answered(lookup: string): void {
    this.#failures.delete(lookup);
  }
}
