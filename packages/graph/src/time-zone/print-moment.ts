import { MINUTE, printLocal, toLocal } from "./calendar.ts";
import { offsetMinutes } from "./local-time.ts";
import { MomentError } from "./moment-error.ts";

const FIRST_YEAR = 0;
const LAST_YEAR = 9999;

/**
 * Prints an instant by RFC 3339: in UTC with `Z`, in any other zone with the zone's offset at this instant. Milliseconds
 * are printed only if they are not 0.
 *
 *     printMoment(0, "Asia/Kathmandu") // "1970-01-01T05:30:00+05:30"
 *
 * Throws `MomentError` TIME_ZONE_UNKNOWN, and MOMENT_INVALID outside the years 0 to 9999, which RFC 3339 is limited to.
 */
export function printMoment(ms: number, zone = "UTC"): string {
  // RFC 3339 has no seconds in an offset; Liberia's until 1972 is the only one that would need them.
  const offset = Math.round(offsetMinutes(zone, ms));
  const local = toLocal(ms + offset * MINUTE);
  if (!(local.year >= FIRST_YEAR && local.year <= LAST_YEAR)) {
    throw new MomentError(
      "MOMENT_INVALID",
      "The moment is outside the years 0 to 9999, which RFC 3339 is limited to",
      "Check the duration or number that the expression adds to the moment",
    );
  }
  return printLocal(local) + (zone === "UTC" ? "Z" : printOffset(offset));
}

/** Prints an offset from UTC as `+05:30`. */
export function printOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const text = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${text(Math.floor(size / 60))}:${text(size % 60)}`;
}
