import { daysOfMonth, localMs, MINUTE, toLocal, weekday } from "../time-zone/calendar.ts";
import { offsetAt, type Zone } from "../time-zone/zone.ts";
import { LAST_CALENDAR_YEAR, type CalendarRule } from "./calendar-rule.ts";

const HOUR = 60 * MINUTE;

/**
 * The first time of a calendar after an instant; undefined if there is none until the last year that Temporal knows.
 *
 * This is the search of Temporal's server, field by field from the years to the seconds, with what it does while clocks change: a time
 * that is skipped is left out. Of the times that clocks show twice, the server takes both west of UTC, and east of it some: `30 2 * * *`
 * fires for the second only, and `0 * * * *` leaves one hour out. What matters is that people are told what will happen.
 */
export function nextOfCalendar(rule: CalendarRule, zone: Zone, after: number): number | undefined {
  // On a date that a zone has left out altogether, the server finds a time that is over, again and again.
  for (let from = after; ; from += HOUR) {
    const next = search(rule, zone, from);
    if (next === undefined || next > after) return next;
  }
}

function search(rule: CalendarRule, zone: Zone, after: number): number | undefined {
  const clock = (ms: number) => toLocal(ms + offsetAt(zone, ms) * MINUTE);
  let { year: y, month: mo, day: d, hour: h, minute: m, second: s } = clock(after);
  // True in the second of two hours that the clocks call the same.
  let repeated = clock(after - HOUR).hour === h;
  const restart = (...fields: [number, number, number, number, number, number]) => {
    [y, mo, d, h, m, s] = fields;
    repeated = false;
  };
  s += 1;
  for (;;) {
    if (s >= 60) [m, s] = [m + 1, 0];
    if (m >= 60) {
      const begins = (hour: number) => instantOfServer(zone, localMs({ year: y, month: mo, day: d, hour }));
      const skipped = !repeated && begins(h + 1) - begins(h) > HOUR;
      // Two hours on and one hour later on the clock: the same hour comes once more.
      if (skipped) [m, repeated] = [0, true];
      else [h, m, repeated] = [h + 1, 0, false];
    }
    if (h >= 24) [d, h] = [d + 1, 0];
    if (d > daysOfMonth(y, mo)) [mo, d] = [mo + 1, 1];
    if (mo > 12) [y, mo] = [y + 1, 1];
    if (y > LAST_CALENDAR_YEAR) return undefined;

    if (rule.year !== null && !rule.year.includes(y)) restart(y + 1, 1, 1, 0, 0, 0);
    else if (!rule.month.includes(mo)) restart(y, mo + 1, 1, 0, 0, 0);
    else if (!isOnDay(rule, y, mo, d)) restart(y, mo, d + 1, 0, 0, 0);
    else if (!rule.hour.includes(h)) restart(y, mo, d, h + 1, 0, 0);
    else if (!rule.minute.includes(m)) [m, s] = [m + 1, 0];
    else if (!rule.second.includes(s)) s += 1;
    else {
      const next = instantOfServer(zone, localMs({ year: y, month: mo, day: d, hour: h, minute: m, second: s }));
      if (clock(next).hour === h) return next + (repeated ? HOUR : 0);
      // The clocks skip this time.
      [h, m, s] = [h + 1, 0, 0];
    }
  }
}

/** The instant that the server's language gives for a time on the clock: Go's `time.Date`. It matters where there are two, or none. */
function instantOfServer(zone: Zone, local: number): number {
  const offset = offsetAt(zone, local) * MINUTE;
  return offset === 0 ? local : local - offsetAt(zone, local - offset) * MINUTE;
}

function isOnDay(rule: CalendarRule, year: number, month: number, day: number): boolean {
  return rule.dayOfMonth.includes(day) && rule.dayOfWeek.includes(weekday(localMs({ year, month, day })) % 7);
}

/** Whether a time on the zone's clock belongs to a calendar. */
export function matchesLocal(rule: CalendarRule, local: number): boolean {
  const { year, month, day, hour, minute, second } = toLocal(local);
  return (
    (rule.year === null || rule.year.includes(year)) &&
    rule.month.includes(month) &&
    isOnDay(rule, year, month, day) &&
    rule.hour.includes(hour) &&
    rule.minute.includes(minute) &&
    rule.second.includes(second)
  );
}
