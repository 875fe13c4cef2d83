import type { LocalDateTime } from "./calendar.ts";
import { DAY, localMs, MINUTE, toLocal } from "./calendar.ts";
import { MomentError } from "./moment-error.ts";
import { nextOffsetChange } from "./offset-change.ts";
import { readLocal } from "./read-moment.ts";
import { findZone, offsetAt, timeZoneNames, type Zone } from "./zone.ts";

/**
 * The offset of a time zone at an instant, in minutes east of UTC. It comes from data inside this package, so that it is
 * the same on every machine. For an instant before 1970 it is the offset that the zone had at the beginning of 1970.
 *
 *     offsetMinutes("Europe/Berlin", Date.parse("2026-07-01T00:00Z")) // 120
 *
 * Throws `MomentError` TIME_ZONE_UNKNOWN.
 */
export function offsetMinutes(zone: string, ms: number): number {
  return offsetAt(zoneOf(zone), ms);
}

/**
 * The instant, in ms since the epoch, at which a zone's clocks show a date and time. A time that the clocks skip is read
 * with the offset before the gap, which gives a later time: 02:30 becomes 03:30. For a time that the clocks show twice,
 * the result is the earlier instant.
 *
 * Throws `MomentError` MOMENT_INVALID, TIME_ZONE_UNKNOWN.
 */
export function localToInstant(local: LocalDateTime | string, zone: string): number {
  return instantOf(typeof local === "string" ? readLocal(local).ms : localMs(local), zone);
}

/** Like `localToInstant`, for a time given as milliseconds since 1970-01-01T00:00 on the zone's clock. */
export function instantOf(local: number, zone: string): number {
  const rules = zoneOf(zone);
  // No two changes are within a day of each other, and no offset is more than a day: these are the only two candidates.
  const before = local - offsetAt(rules, local - DAY) * MINUTE;
  const after = local - offsetAt(rules, local + DAY) * MINUTE;
  if (wallClock(before) === local) return before;
  return wallClock(after) === local ? after : before;

  function wallClock(ms: number): number {
    return ms + offsetAt(rules, ms) * MINUTE;
  }
}

/** The first instant of a day in a zone. Where clocks skip midnight, it is the instant at which they jump. */
export function startOfLocalDay(local: number, zone: string): number {
  const midnight = Math.floor(local / DAY) * DAY;
  const instant = instantOf(midnight, zone);
  const rules = zoneOf(zone);
  if (instant + offsetAt(rules, instant) * MINUTE === midnight) return instant;
  // Clocks skip midnight on this day: it begins when they jump.
  return nextOffsetChange(rules, instant - DAY, instant) ?? instant;
}

/** The date and time that clocks in the zone show at an instant. */
export function instantToLocal(ms: number, zone: string): Required<LocalDateTime> {
  return toLocal(ms + offsetMinutes(zone, ms) * MINUTE);
}

/** The data of a zone. Throws `MomentError` TIME_ZONE_UNKNOWN, with the name that was probably meant. */
export function zoneOf(name: string): Zone {
  const zone = findZone(name);
  if (zone !== undefined) return zone;
  const wanted = name.trim().toLowerCase().replaceAll(" ", "_");
  const names = timeZoneNames();
  const near =
    names.find((known) => known.toLowerCase() === wanted) ??
    names.find((known) => known.toLowerCase().endsWith(`/${wanted}`));
  throw new MomentError(
    "TIME_ZONE_UNKNOWN",
    `There is no time zone ${JSON.stringify(name.slice(0, 60))}`,
    near === undefined ? "Write a name of IANA's list, such as Europe/Berlin, or UTC" : `Write ${near}`,
  );
}
