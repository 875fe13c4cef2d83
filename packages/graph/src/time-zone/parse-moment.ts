import { MINUTE } from "./calendar.ts";
import { instantOf, startOfLocalDay } from "./local-time.ts";
import { readMoment } from "./read-moment.ts";

/**
 * The instant that a text names, in ms since the epoch. The text is one of these:
 *
 * - an RFC 3339 instant with any offset (`2026-03-29T02:30:00Z`): the zone does not matter;
 * - a date-time in the zone (`2026-03-29T02:30:00`);
 * - a date (`2026-03-29`): the first instant of this day in the zone.
 *
 * A time that clocks skip is moved to later by the length of the gap; a time that clocks show twice is the earlier
 * instant. Fractions of a second are cut to milliseconds.
 *
 *     parseMoment("2026-03-29T02:30:00", "Europe/Berlin") // 2026-03-29T01:30:00Z: clocks go from 02:00 to 03:00
 *
 * @param zone a name of IANA's list; default UTC.
 * Throws `MomentError` MOMENT_INVALID, TIME_ZONE_UNKNOWN.
 */
export function parseMoment(text: string, zone = "UTC"): number {
  const read = readMoment(text);
  if (read.offset !== undefined) return read.ms - read.offset * MINUTE;
  return read.dateOnly ? startOfLocalDay(read.ms, zone) : instantOf(read.ms, zone);
}
