export interface PollLoopOptions {
  /** Milliseconds between two looks when nothing wakes it. */
  readonly pollMs: number;
  /** One look. True: look again at once. */
  readonly work: () => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}

export interface PollLoop {
  start(): void;
  /** Look now, or once more where a look is under way. */
  wake(): void;
  /** Looks now and resolves when a look that began after this call has ended with nothing left, or failed. */
  pass(): Promise<void>;
  /** No look begins after this; waits for the one under way. */
  stop(): Promise<void>;
}

const MAX_BACK_OFF_MS = 5_000;

/** One look at a time, woken by a doorbell, with a poll behind it; backs off while looks fail. */
export function createPollLoop(options: PollLoopOptions): PollLoop {
  let stopped = true;
  let running: Promise<void> | undefined;
  let again = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    do {
      again = false;
      try {
        if (await options.work()) again = true;
        failures = 0;
      } catch (error) {
        failures++;
        again = false;
        options.onError(error);
      }
    } while (again && !stopped);
  }

  function look(): Promise<void> {
    clearTimeout(timer);
    running = run().then(() => {
      running = undefined;
      if (stopped) return;
      const delay = failures === 0 ? options.pollMs : Math.min(50 * 2 ** failures, MAX_BACK_OFF_MS);
      timer = setTimeout(wake, delay);
    });
    return running;
  }

  function wake(): void {
    if (stopped) return;
    if (running === undefined) void look();
    else again = true;
  }

  return {
    start() {
      stopped = false;
      wake();
    },
    wake,
    async pass() {
      wake();
      await running;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
