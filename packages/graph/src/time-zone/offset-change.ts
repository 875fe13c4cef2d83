import { DAY } from "./calendar.ts";
import { offsetAt, type Zone } from "./zone.ts";

/** The first instant after `after` and not after `until` from which on the zone's clocks have another offset; undefined if there is none. */
export function nextOffsetChange(zone: Zone, after: number, until: number): number | undefined {
  const offset = offsetAt(zone, after);
  // No two changes are within a day of each other, so looking once a day misses none.
  for (let low = after; low < until; low += DAY) {
    const high = Math.min(low + DAY, until);
    if (offsetAt(zone, high) !== offset) return firstChanged(zone, low, high);
  }
  return undefined;
}

function firstChanged(zone: Zone, from: number, to: number): number {
  const offset = offsetAt(zone, to);
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle) === offset) high = middle;
    else low = middle;
  }
  return high;
}
