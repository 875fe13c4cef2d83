import { createStore, type Store } from "./store.ts";

/** After this time people wonder whether anything still happens. */
const LATE_MS = 8_000;

/** How many requests have been waiting long for their answers. The API may wait itself, for a database that does not answer. */
export const lateAnswers: Store<number> = createStore(0);

/** Counts a request as late while it takes long. Returns what ends the watch. */
export function watchAnswer(lateMs: number = LATE_MS): () => void {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    lateAnswers.set(lateAnswers.get() + 1);
  }, lateMs);
  return () => {
    clearTimeout(timer);
    if (isLate) lateAnswers.set(lateAnswers.get() - 1);
    isLate = false;
  };
}
