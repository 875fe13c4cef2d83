import { DAY, daysOfMonth, localMs, MINUTE, toLocal, weekday } from "./calendar.ts";
import { instantOf, offsetMinutes, startOfLocalDay } from "./local-time.ts";

export const CALENDAR_UNITS = ["minute", "hour", "day", "week", "month", "quarter", "year"] as const;
export type CalendarUnit = (typeof CALENDAR_UNITS)[number];

/**
 * The same time of day in a zone, `days` days later; a negative number of days is earlier. Where clocks change, such a
 * day has 23 or 25 hours.
 */
export function addDays(ms: number, days: number, zone: string): number {
  return instantOf(wallOf(ms, zone) + days * DAY, zone);
}

/** The same day of the month and time of day in a zone, `months` months later. The 31st becomes the last day of a shorter month. */
export function addMonths(ms: number, months: number, zone: string): number {
  const local = toLocal(wallOf(ms, zone));
  const { year, month } = toLocal(localMs({ year: local.year, month: local.month + months, day: 1 }));
  return instantOf(localMs({ ...local, year, month, day: Math.min(local.day, daysOfMonth(year, month)) }), zone);
}

/** The first instant of the minute, hour, day, week (Monday), month, quarter or year that `ms` is in. */
export function startOf(ms: number, unit: CalendarUnit, zone: string): number {
  const wall = wallOf(ms, zone);
  if (unit === "minute" || unit === "hour") {
    const size = unit === "hour" ? 60 * MINUTE : MINUTE;
    // Subtract from the instant instead of converting a wall clock time back: when clocks go back, the wall clock shows
    // an hour twice, and the conversion would always give the first of the two.
    return ms - (wall - Math.floor(wall / size) * size);
  }
  return startOfLocalDay(firstDay(wall, unit), zone);
}

/** The last millisecond of the minute, hour, day, week, month, quarter or year that `ms` is in. */
export function endOf(ms: number, unit: CalendarUnit, zone: string): number {
  if (unit === "minute" || unit === "hour") {
    return startOf(ms, unit, zone) + (unit === "hour" ? 60 * MINUTE : MINUTE) - 1;
  }
  const first = firstDay(wallOf(ms, zone), unit);
  const { year, month, day } = toLocal(first);
  const next =
    unit === "day" || unit === "week"
      ? localMs({ year, month, day: day + (unit === "day" ? 1 : 7) })
      : localMs({ year, month: month + { month: 1, quarter: 3, year: 12 }[unit], day: 1 });
  return startOfLocalDay(next, zone) - 1;
}

function firstDay(wall: number, unit: Exclude<CalendarUnit, "minute" | "hour">): number {
  const { year, month, day } = toLocal(wall);
  switch (unit) {
    case "day":
      return localMs({ year, month, day });
    case "week":
      return localMs({ year, month, day: day + 1 - weekday(wall) });
    case "month":
      return localMs({ year, month, day: 1 });
    case "quarter":
      return localMs({ year, month: month - ((month - 1) % 3), day: 1 });
    case "year":
      return localMs({ year, month: 1, day: 1 });
  }
}

/**
 * Whole days of the zone's calendar from one moment to another. A day with 23 or 25 hours counts as one, because it is
 * over when clocks show the same time of day again.
 */
export function daysBetween(from: number, to: number, zone: string): number {
  const days = Math.trunc((wallOf(to, zone) - wallOf(from, zone)) / DAY);
  return days === 0 ? 0 : days;
}

/** Whole months of the zone's calendar from one moment to another. */
export function monthsBetween(from: number, to: number, zone: string): number {
  const first = toLocal(wallOf(from, zone));
  const last = toLocal(wallOf(to, zone));
  let months = (last.year - first.year) * 12 + last.month - first.month;
  if (months > 0 && addMonths(from, months, zone) > to) months--;
  if (months < 0 && addMonths(from, months, zone) < to) months++;
  return months;
}

/** What the zone's clocks show at an instant, as milliseconds since 1970-01-01T00:00 on these clocks. */
export function wallOf(ms: number, zone: string): number {
  return ms + offsetMinutes(zone, ms) * MINUTE;
}
