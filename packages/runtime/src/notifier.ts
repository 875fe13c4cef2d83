export interface Notifier {
  /** `woken` resolves at the next wake for this id, after `timeoutMs`, or at `stop`. The caller has to call `leave` in every case. */
  wait(id: string, timeoutMs: number): { readonly woken: Promise<void>; leave(): void };
  wake(ids: readonly string[]): void;
  wakeAll(): void;
  /** Wakes all waiters. From then on `wait` resolves at once. */
  stop(): void;
  readonly stopped: boolean;
}

/**
 * Lets callers wait until something changes for an id. Call `wait` before reading the current state, because a wake that comes
 * before `wait` is not kept. Notifications can be lost, so a caller reads the state again after the time-out.
 */
export function createNotifier(): Notifier {
  const waiting = new Map<string, Set<() => void>>();
  let stopped = false;

  function wake(ids: readonly string[]): void {
    for (const id of ids) for (const resolve of waiting.get(id) ?? []) resolve();
  }

  return {
    get stopped() {
      return stopped;
    },
    wait(id, timeoutMs) {
      const { promise: woken, resolve } = Promise.withResolvers<void>();
      if (stopped) resolve();
      const timer = setTimeout(resolve, timeoutMs);
      const waiters = waiting.get(id) ?? new Set();
      waiting.set(id, waiters.add(resolve));
      return {
        woken,
        leave() {
          clearTimeout(timer);
          waiters.delete(resolve);
          if (waiters.size === 0 && waiting.get(id) === waiters) waiting.delete(id);
        },
      };
    },
    wake,
    wakeAll: () => wake([...waiting.keys()]),
    stop() {
      stopped = true;
      wake([...waiting.keys()]);
    },
  };
}
