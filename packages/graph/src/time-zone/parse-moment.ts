import { MINUTE } from "./calendar.ts";
import { instantOf, startOfLocalDay } from "./local-time.ts";
import { readMoment } from "./read-moment.ts";

/**
 * The instant that a text names, in ms since the epoch: an RFC 3339 instant (`2026-03-29T02:30:00Z`, with any offset;
 * the zone then does not matter), a date-time in the zone (`2026-03-29T02:30:00`), or a date (`2026-03-29`), which is
 * the first instant of that day in the zone. A time that clocks skip is read as the later one, one that they show twice
 * as the earlier one. Fractions are cut to milliseconds.
 *
 *     parseMoment("2026-03-29T02:30:00", "Europe/Berlin") // 2026-03-29T01:30:00Z: clocks go from 02:00 to 03:00
 *
 * @param zone a name of IANA's list; UTC where there is none.
 * Throws `MomentError` MOMENT_INVALID, TIME_ZONE_UNKNOWN.
 */
export function parseMoment(text: string, zone = "UTC"): number {
  const read = readMoment(text);
  if (read.offset !== undefined) return read.ms - read.offset * MINUTE;
  return read.dateOnly ? startOfLocalDay(read.ms, zone) : instantOf(read.ms, zone);
}
