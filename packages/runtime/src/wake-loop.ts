import { backOffMs } from "./back-off.ts";
import { count } from "./metrics/process-metrics.ts";
import { watchGauges } from "./metrics/watch-gauges.ts";
import { watchLoop, type StillLoop } from "./still-loops.ts";

export interface WakeLoopOptions {
  /** What the loop does, as people know it who look after the process. */
  readonly name: string;
  /** Milliseconds until the next round if nothing wakes the loop. */
  readonly pollMs: number;
  /**
   * Polls three times less often once nothing has woken the loop or been left to do for ten rounds. For loops whose work is announced, so that polling only
   * finds what a lost notification or a worker that died has left behind.
   */
  readonly slowWhenIdle?: boolean | undefined;
  /**
   * Does one round. True means that there is more to do, so the next round begins at once. A number is the delay of the next
   * round in milliseconds, in place of `pollMs`. The signal aborts when the loop stops, or when the round lasts too long. Long rounds call
   * `goesOn` whenever they have got further.
   */
  readonly work: (signal: AbortSignal, goesOn: () => void) => Promise<boolean | number>;
  /** Called when a round failed, or lasts too long. The next round begins after a back-off. */
  readonly onError: (error: unknown) => void;
  /** Milliseconds after which a round that gets no further lasts too long. Default 20,000. */
  readonly mostMs?: number | undefined;
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

/** A round gets no further. What it waits for has to end by itself; until then the loop stands still. */
export class RoundTooLong extends Error {}

const IDLE_ROUNDS = 10;
const IDLE_FACTOR = 3;

const FAILING = { minMs: 100, maxMs: 5_000 };

/**
 * Runs work that notifications announce. Because notifications may be lost, rounds also begin after `pollMs`. Only one round runs
 * at a time. The loop's timer does not keep the process alive. While no round succeeds for `mostMs`, `stillLoops` names the loop.
 */
export function createWakeLoop(options: WakeLoopOptions): WakeLoop {
  const { name, mostMs = 20_000 } = options;
  let started = false;
  let stopping = false;
  let round = new AbortController();
  let running: Promise<void> | undefined;
  let again = false;
  let failures = 0;
  let idleRounds = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** When the loop last got further, while it has a round under way or its last round has failed. */
  let stillFrom: number | undefined;
  let lastError: unknown;
  let unwatch: readonly (() => void)[] = [];

  const stillForMs = (): number => (stillFrom === undefined ? 0 : performance.now() - stillFrom);

  function endWatch(): void {
    for (const end of unwatch) end();
    unwatch = [];
  }

  async function run(): Promise<void> {
    let delayMs: number;
    do {
      again = false;
      delayMs = options.pollMs;
      try {
        const next = await oneRound();
        idleRounds = next === false ? idleRounds + 1 : 0;
        if (next === true) again = true;
        else if (next !== false) delayMs = next;
        else if (options.slowWhenIdle === true && idleRounds >= IDLE_ROUNDS) delayMs *= IDLE_FACTOR;
        count("tempograph_loop_rounds_total", { loop: name, outcome: "done" });
        failures = 0;
        stillFrom = undefined;
      } catch (error) {
        count("tempograph_loop_rounds_total", { loop: name, outcome: "failed" });
        failures += 1;
        idleRounds = 0;
        again = false;
        delayMs = backOffMs(failures, FAILING);
        lastError = error;
        options.onError(error);
      }
    } while (again && !stopping);
    // Do not await between the last read of `again` and this line: a wake in between would be lost.
    running = undefined;
    if (!stopping) timer = setTimeout(begin, delayMs).unref();
  }

  async function oneRound(): Promise<boolean | number> {
    const mine = new AbortController();
    round = mine;
    if (stopping) mine.abort();
    stillFrom ??= performance.now();
    const late = setTimeout(() => {
      const error = new RoundTooLong(`${name}: the round has got no further for ${String(mostMs)} ms.`);
      mine.abort(error);
      options.onError(error);
    }, mostMs).unref();
    try {
      return await options.work(mine.signal, () => {
        stillFrom = performance.now();
        late.refresh();
      });
    } finally {
      clearTimeout(late);
    }
  }

  function wake(): void {
    idleRounds = 0;
    begin();
  }

  function begin(): void {
    if (!started || stopping) return;
    if (running === undefined) {
      clearTimeout(timer);
      running = Promise.resolve().then(run);
    } else again = true;
  }

  return {
    start() {
      started = true;
      endWatch();
      const look = (): StillLoop | undefined => {
        const forMs = stillForMs();
        if (forMs <= mostMs) return undefined;
        const why = failures > 0 && { error: lastError instanceof Error ? lastError.message : String(lastError) };
        return { name, since: new Date(Date.now() - forMs), ...why };
      };
      const gauge = { name: "tempograph_loop_still_seconds", labels: { loop: name } } as const;
      unwatch = [watchLoop(look), watchGauges(() => [{ ...gauge, value: stillForMs() / 1_000 }])];
      wake();
    },
    wake,
    async pass() {
      wake();
      await running;
    },
    async stop() {
      stopping = true;
      endWatch();
      round.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
