import { backOffMs } from "./back-off.ts";

export interface WakeLoopOptions {
  /** Milliseconds until the next round if nothing wakes the loop. */
  readonly pollMs: number;
  /**
   * Does one round. True means that there is more to do, so the next round begins at once. A number is the delay of the next
   * round in milliseconds, in place of `pollMs`. The signal aborts when the loop stops.
   */
  readonly work: (signal: AbortSignal) => Promise<boolean | number>;
  /** Called when a round failed. The next round begins after a back-off. */
  readonly onError: (error: unknown) => void;
}

export interface WakeLoop {
  start(): void;
  /** Begins a round now, or after the round under way. */
  wake(): void;
  /** Resolves when a round that began after this call has found nothing more to do, or has failed. */
  pass(): Promise<void>;
  /** Begins no further round, and waits for the one under way. */
  stop(): Promise<void>;
}

const FAILING = { minMs: 100, maxMs: 5_000 };

/**
 * Runs work that notifications announce. Because notifications may be lost, rounds also begin after `pollMs`. Only one round runs
 * at a time. The loop's timer does not keep the process alive.
 */
export function createWakeLoop(options: WakeLoopOptions): WakeLoop {
  const stopping = new AbortController();
  let started = false;
  let running: Promise<void> | undefined;
  let again = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    let delayMs: number;
    do {
      again = false;
      delayMs = options.pollMs;
      try {
        const next = await options.work(stopping.signal);
        if (next === true) again = true;
        else if (next !== false) delayMs = next;
        failures = 0;
      } catch (error) {
        failures += 1;
        again = false;
        delayMs = backOffMs(failures, FAILING);
        options.onError(error);
      }
    } while (again && !stopping.signal.aborted);
    // Do not await between the last read of `again` and this line: a wake in between would be lost.
    running = undefined;
    if (!stopping.signal.aborted) timer = setTimeout(wake, delayMs).unref();
  }

  function wake(): void {
    if (!started || stopping.signal.aborted) return;
    if (running === undefined) {
      clearTimeout(timer);
      running = Promise.resolve().then(run);
    } else again = true;
  }

  return {
    start() {
      started = true;
      wake();
    },
    wake,
    async pass() {
      wake();
      await running;
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
