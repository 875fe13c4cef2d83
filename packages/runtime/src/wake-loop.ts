import { backOffMs } from "./back-off.ts";

export interface WakeLoopOptions {
  /** Milliseconds between two rounds when nothing wakes the loop. */
  readonly pollMs: number;
  /**
   * One round. True: begin the next one at once, because there is more to do. A number: begin the next one after so many
   * ms instead of `pollMs`. The signal aborts when the loop stops.
   */
  readonly work: (signal: AbortSignal) => Promise<boolean | number>;
  /** A round failed; the next one begins after a back-off. */
  readonly onError: (error: unknown) => void;
}

export interface WakeLoop {
  start(): void;
  /** Begins a round now. While a round is under way, one more follows it. */
  wake(): void;
  /** Resolves when a round that began after this call has left nothing to do, or failed. */
  pass(): Promise<void>;
  /** No round begins after this call; waits for the one under way. */
  stop(): Promise<void>;
}

const FAILING = { minMs: 100, maxMs: 5_000 };

/**
 * Work that is announced by notifications which may be lost: one round at a time, begun by `wake` and by a poll behind
 * it. The loop's timer does not keep the process alive.
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
    // No await between the last look at `again` and here: a wake in between would be lost.
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
