import { setImmediate } from "node:timers/promises";

/** How long work may keep the event loop. */
const TURN_MS = 10;

/**
 * Lets the event loop serve others during long work (I14). The work calls the function after each part; most calls return at once.
 *
 * @example
 * const giveWay = createGiveWay();
 * for (const each of thousands) { work(each); await giveWay(); }
 */
export function createGiveWay(): () => Promise<void> | undefined {
  let until = performance.now() + TURN_MS;
  return () => {
    if (performance.now() < until) return undefined;
    return setImmediate().then(() => void (until = performance.now() + TURN_MS));
  };
}
