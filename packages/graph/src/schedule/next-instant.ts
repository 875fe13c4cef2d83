import { MINUTE } from "../time-zone/calendar.ts";
import { nextOffsetChange } from "../time-zone/offset-change.ts";
import { offsetAt, type Zone } from "../time-zone/zone.ts";

/**
 * The first instant from `from` on at which a zone's clocks show a time of some set; undefined if there is none. `nextLocal` gives the
 * first such time at or after a time, both in ms on the zone's clock.
 */
export function nextInstant(
  zone: Zone,
  from: number,
  nextLocal: (local: number) => number | undefined,
): number | undefined {
  // As long as the offset stays the same, the search is one on the clock's own times. At each change of the offset it begins anew.
  for (;;) {
    const offset = offsetAt(zone, from) * MINUTE;
    const local = nextLocal(from + offset);
    if (local === undefined) return undefined;
    const change = nextOffsetChange(zone, from, local - offset);
    if (change === undefined) return local - offset;
    from = change;
  }
}
