import { useSyncExternalStore } from "react";
import { apiNow } from "../data/index.ts";

const TICK_MS = 1_000;

const listeners = new Set<() => void>();
let now = apiNow();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = apiNow();
    for (const one of listeners) one();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  // While nothing showed a time, nobody moved it on.
  if (timer === undefined && Math.abs(apiNow() - now) > TICK_MS) now = apiNow();
  return now;
}

/** The time by the API's clock, which goes on once a second. All that shows a time follows the same clock. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}
