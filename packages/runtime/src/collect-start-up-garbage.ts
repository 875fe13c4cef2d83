import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** After this long, a program that has just become ready has done what it put off at its start. */
const AFTER_MS = 10_000;

/**
 * Collects once what the start has left behind: loading some thousand modules makes more than 100 MB of garbage, and V8 collects by what is
 * allocated, so that a program with nothing to do would keep it for as long as it runs.
 */
export function collectStartUpGarbage(afterMs = AFTER_MS): void {
  setTimeout(() => {
    // Node.js names the collector only where this flag is set; it holds for contexts that are made from now on.
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    setFlagsFromString("--no-expose-gc");
    collect();
  }, afterMs).unref();
}
