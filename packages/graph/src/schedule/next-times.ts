import { DAY, localMs, MINUTE, toLocal, weekday } from "../time-zone/calendar.ts";
import { zoneOf } from "../time-zone/local-time.ts";
import { offsetAt, type Zone } from "../time-zone/zone.ts";
import { nextInstant } from "./next-instant.ts";
import { LAST_CALENDAR_YEAR, type CalendarRule, type IntervalRule, type ScheduleRules } from "./calendar-rule.ts";

const SECOND = 1_000;

/** How much searching `except` may cause before it is given up, so that no config keeps a process busy (I14). */
const MOST_EXCEPTED = 50_000;

/**
 * The next moments at which a schedule fires, each later than `after`, in ms since the epoch, ascending. There are fewer than `count` if
 * the schedule ends.
 *
 * The moments are those at which Temporal fires: whatever the zone's clocks show a matching time. So a time that the clocks skip in
 * spring is left out, and a time that they show twice in autumn comes twice. Libraries for crons move the first and fire once for the
 * second, so none of them could tell what will happen. (Temporal itself differs in a zone whose clocks move by half an hour.)
 */
export function nextTimes(rules: ScheduleRules, after: number, count: number): number[] {
  const zone = zoneOf(rules.timeZone);
  const first = Math.max(after, rules.startAt === undefined ? after : rules.startAt - SECOND);
  const sources = [
    ...rules.calendars.map((rule) => new Source((last) => nextOfCalendar(rule, zone, last), first)),
    ...rules.intervals.map((rule) => new Source((last) => nextOfInterval(rule, last), first)),
  ];
  const times: number[] = [];
  let excepted = 0;
  while (times.length < count && excepted < MOST_EXCEPTED) {
    const next = Math.min(...sources.map((source) => source.next));
    if (next > (rules.endAt ?? Number.MAX_SAFE_INTEGER)) break;
    for (const source of sources) source.pass(next);
    const local = next + offsetAt(zone, next) * MINUTE;
    if (rules.except.some((rule) => matchesLocal(rule, local))) excepted += sources.length + rules.except.length;
    else times.push(next);
  }
  return times;
}

/** One calendar or interval, with the moment that it has next: infinity once it has none. */
class Source {
  readonly #after: (last: number) => number | undefined;
  next: number;

  constructor(after: (last: number) => number | undefined, last: number) {
    this.#after = after;
    this.next = after(last) ?? Number.POSITIVE_INFINITY;
  }

  pass(last: number): void {
    if (this.next <= last) this.next = this.#after(last) ?? Number.POSITIVE_INFINITY;
  }
}

function nextOfInterval({ everyMs, offsetMs }: IntervalRule, after: number): number {
  return (Math.floor((after - offsetMs) / everyMs) + 1) * everyMs + offsetMs;
}

function nextOfCalendar(rule: CalendarRule, zone: Zone, after: number): number | undefined {
  return nextInstant(zone, (Math.floor(after / SECOND) + 1) * SECOND, (local) => nextLocal(rule, local));
}

/** The first time of a calendar at or after a time on the same clock; undefined if there is none until the last year that Temporal knows. */
function nextLocal(rule: CalendarRule, from: number): number | undefined {
  const firstDay = Math.floor(from / DAY) * DAY;
  for (let day = firstDay; ;) {
    const { year, month } = toLocal(day);
    if (year > LAST_CALENDAR_YEAR) return undefined;
    if (rule.year !== null && !rule.year.includes(year)) day = localMs({ year: year + 1, month: 1, day: 1 });
    else if (!rule.month.includes(month)) day = localMs({ year, month: month + 1, day: 1 });
    else {
      const time = onDay(rule, day) ? nextTimeOfDay(rule, day === firstDay ? from - day : 0) : undefined;
      if (time !== undefined) return day + time;
      day += DAY;
    }
  }
}

function onDay(rule: CalendarRule, day: number): boolean {
  return rule.dayOfMonth.includes(toLocal(day).day) && rule.dayOfWeek.includes(weekday(day) % 7);
}

/** The first time of day at or after `from`, in ms since midnight. */
function nextTimeOfDay(rule: CalendarRule, from: number): number | undefined {
  const at = Math.ceil(from / SECOND);
  for (const hour of rule.hour) {
    if (hour * 3600 + 3599 < at) continue;
    for (const minute of rule.minute) {
      if (hour * 3600 + minute * 60 + 59 < at) continue;
      const second = rule.second.find((candidate) => hour * 3600 + minute * 60 + candidate >= at);
      if (second !== undefined) return (hour * 3600 + minute * 60 + second) * SECOND;
    }
  }
  return undefined;
}

function matchesLocal(rule: CalendarRule, local: number): boolean {
  const { year, month, hour, minute, second } = toLocal(local);
  return (
    (rule.year === null || rule.year.includes(year)) &&
    rule.month.includes(month) &&
    rule.hour.includes(hour) &&
    rule.minute.includes(minute) &&
    rule.second.includes(second) &&
    onDay(rule, local)
  );
}
