/** How far the API's clock is ahead of this machine's. */
let aheadMs = 0;

/** What the API says is exact to the second, and has been on its way. A smaller difference is none. */
const MOST_UNNOTICED_MS = 5_000;

/**
 * The time by the API's clock, in ms since epoch. What pages show was stamped by the API's machines, so that what has just happened is "now" also on a
 * machine whose own clock is wrong.
 */
export function apiNow(): number {
  return Date.now() + aheadMs;
}

/** Learns the time from an answer: its header `Date`, and when the question was sent by this machine's clock. */
export function learnTime(date: string | null, askedAt: number): void {
  const told = Date.parse(date ?? "");
  if (Number.isNaN(told)) return;
  const ahead = told + 500 - (askedAt + Date.now()) / 2;
  aheadMs = Math.abs(ahead) > MOST_UNNOTICED_MS + (Date.now() - askedAt) / 2 ? ahead : 0;
}
