import { DEFAULT_SHUTDOWN_MS } from "./read-shutdown-ms.ts";

/**
 * How much of the time that a program has to end belongs to what is under way: steps of a worker, requests of the API. The rest is for writing what
 * waits, and for closing connections. With the default of 25 s these are 10 s.
 */
export function workEndsWithin(shutdownMs: number = DEFAULT_SHUTDOWN_MS): number {
  return Math.round(shutdownMs * 0.4);
}
