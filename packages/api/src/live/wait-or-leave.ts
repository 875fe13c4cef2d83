import type { Notifier } from "@tempograph/runtime";

/**
 * Waits as the notifier does, and no longer than until the subscriber leaves: nothing else ends a wait, because `return` of a generator comes into
 * effect only when the next value comes. Each wait has promises of its own: a race with one that lives as long as the subscription would keep
 * every wait in memory.
 */
export function waitOrLeave(
  notifier: Notifier,
  id: string,
  timeoutMs: number,
  left: AbortSignal | undefined,
): ReturnType<Notifier["wait"]> {
  const waiting = notifier.wait(id, timeoutMs);
  const { promise: woken, resolve } = Promise.withResolvers<void>();
  const end = (): void => resolve();
  void waiting.woken.then(end);
  left?.addEventListener("abort", end, { once: true });
  if (left?.aborted === true) end();
  return {
    woken,
    leave() {
      left?.removeEventListener("abort", end);
      end();
      waiting.leave();
    },
  };
}
