interface Waiter {
  readonly wake: () => void;
}

/** Who waits for which execution. A ring that nobody hears is lost: the hearers poll. */
export class Doorbell {
  stopped = false;
  readonly #waiting = new Map<string, Set<Waiter>>();

  /** `rung` settles at the next ring for this id, after `timeoutMs`, or at `stop`. Call `leave` in any case. */
  wait(id: string, timeoutMs: number): { readonly rung: Promise<void>; leave(): void } {
    const { promise, resolve } = deferred();
    const waiter: Waiter = { wake: resolve };
    const timer = setTimeout(resolve, timeoutMs);
    const waiters = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, waiters.add(waiter));
    if (this.stopped) resolve();
    return {
      rung: promise,
      leave: () => {
        clearTimeout(timer);
        waiters.delete(waiter);
        if (waiters.size === 0 && this.#waiting.get(id) === waiters) this.#waiting.delete(id);
      },
    };
  }

  ring(ids: readonly string[]): void {
    for (const id of ids) for (const waiter of this.#waiting.get(id) ?? []) waiter.wake();
  }

  ringAll(): void {
    this.ring([...this.#waiting.keys()]);
  }

  stop(): void {
    this.stopped = true;
    this.ringAll();
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
