import { createBatcher } from "@tempograph/runtime";

export interface SharedReads<Request, Found> {
  /** Requests of the same key get the same answer. */
  readonly keyOf: (request: Request) => string;
  /** Reads what is asked for with one statement: an answer for each request, in their order. */
  readonly read: (requests: readonly Request[]) => Promise<readonly Found[]>;
  /** The most requests of one statement. */
  readonly atOnce: number;
}

/** Statements under way at the same time, so that the other connections to Postgres are left for everything else. */
const STATEMENTS_AT_ONCE = 2;

/**
 * Reads for many subscribers. When many executions wake at the same time, a statement of each subscriber would take longer than everything
 * else; so those of the same moment share one, and those that ask for the same share its answer. An answer is never older than its question.
 */
export function shareReads<Request, Found>(options: SharedReads<Request, Found>): (request: Request) => Promise<Found> {
  const { keyOf, read, atOnce } = options;
  const shared = new Map<string, Promise<Found>>();
  const batch = createBatcher<Request, Found>({
    maxWeight: atOnce,
    lanes: STATEMENTS_AT_ONCE,
    async work(requests) {
      // Whoever asks from now on has to get what was written until now.
      for (const request of requests) shared.delete(keyOf(request));
      return await read(requests);
    },
  });
  return (request) => {
    const key = keyOf(request);
    const known = shared.get(key);
    if (known !== undefined) return known;
    const reading = batch(request);
    shared.set(key, reading);
    return reading;
  };
}
