import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";

/** A connection on which Postgres has said nothing for longer than any statement may take. The connection has been broken off. */
export class ConnectionSilent extends Error {
  readonly code = "ETIMEDOUT";
  constructor(afterMs: number) {
    super(`Postgres has not answered for ${String(afterMs)} ms; the connection is broken off.`);
  }
}

/** Work whose statements may take so many milliseconds, other than those of its connection. */
export const statementsOf: AsyncLocalStorage<number> = new AsyncLocalStorage<number>();

/** How much later than Postgres itself a client gives a statement up: what Postgres says of a statement that it has ended counts more. */
const MOST_MARGIN_MS = 5_000;

/**
 * A client class that breaks its connection off where an answer is overdue. Postgres ends what takes longer than `statementMs`, so a longer
 * silence means that the other end is gone and nobody has told (a half-open connection). All that waits on the connection fails, and the pool
 * drops it: given back, it would make the next one wait, too. `onError` is told of each statement that fails.
 */
export function boundedClient(statementMs: number, onError: (error: unknown) => void = () => {}): typeof pg.Client {
  return class BoundedClient extends pg.Client {
    override query(...args: unknown[]): never {
      const answer = (super.query as (...args: unknown[]) => unknown).apply(this, args);
      if (answer instanceof Promise) this.#watch(answer, statementsOf.getStore() ?? statementMs);
      return answer as never;
    }

    #watch(answer: Promise<unknown>, mostMs: number): void {
      const margin = Math.min(mostMs, MOST_MARGIN_MS);
      const breakOff = (): void => {
        this.connection.stream.destroy(new ConnectionSilent(mostMs + margin));
      };
      // In two parts: a process that was stopped meanwhile (SIGSTOP) reads the answer that has arrived before the second part is over.
      let timer = setTimeout(() => (timer = setTimeout(breakOff, margin / 2)), mostMs + margin / 2);
      const answered = (): void => clearTimeout(timer);
      answer.then(answered, (error: unknown) => {
        answered();
        onError(error);
      });
    }
  } as unknown as typeof pg.Client;
}
