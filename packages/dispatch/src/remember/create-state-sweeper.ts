import { sweepDeletedWorkflows, sweepStateAnswers, sweepStateEntries, type Database } from "@tempograph/db";
import { createWakeLoop, type Logger } from "@tempograph/runtime";

export interface StateSweeperOptions {
  readonly db: Database;
  readonly logger: Logger;
  /** Milliseconds between two sweeps. Default 10,000. */
  readonly intervalMs?: number;
  /** Rows of one statement. Default 500. */
  readonly limit?: number;
  /**
   * How long answers are kept even if their execution has closed, in milliseconds, for attempts of nodes that run by themselves. Default 10
   * minutes.
   */
  readonly answersForMs?: number;
}

export interface StateSweeper {
  start(): void;
  /** Does one whole sweep now, with what is swept less often. */
  sweep(): Promise<void>;
  /** Begins no further sweep, and waits for the one under way. */
  stop(): Promise<void>;
}

/** How often answers and entries of deleted workflows are looked for. */
const SELDOM_MS = 10 * 60_000;

/**
 * Removes state entries whose time to live is over, entries of deleted workflows, and answers of executions that have closed. Whatever has
 * expired is hidden from the moment on at which it expires; the sweep gives its room back. Several workers may sweep at once.
 */
export function createStateSweeper({
  db,
  logger,
  intervalMs = 10_000,
  limit = 500,
  answersForMs = 10 * 60_000,
}: StateSweeperOptions): StateSweeper {
  let seldomAt = -Infinity;

  const loop = createWakeLoop({
    name: "sweep state entries",
    pollMs: intervalMs,
    onError: (error) => logger.warn({ err: error }, "A sweep of state entries failed; the next one tries again"),
    async work(stopping, goesOn) {
      if ((await sweepStateEntries(db, limit)) >= limit) return true;
      if (performance.now() - seldomAt < SELDOM_MS) return false;
      await sweepSeldom(stopping, goesOn);
      seldomAt = performance.now();
      return false;
    },
  });

  async function sweepSeldom(stopping?: AbortSignal, goesOn = (): void => {}): Promise<void> {
    while ((await sweepDeletedWorkflows(db, limit)) >= limit && stopping?.aborted !== true) goesOn();
    let after: string | undefined = "";
    while (after !== undefined && stopping?.aborted !== true) {
      goesOn();
      after = await sweepStateAnswers(db, { after, limit, olderThanMs: answersForMs });
    }
  }

  return {
    start: () => loop.start(),
    async sweep() {
      while ((await sweepStateEntries(db, limit)) >= limit);
      await sweepSeldom();
    },
    stop: () => loop.stop(),
  };
}
