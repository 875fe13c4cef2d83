import { MINUTE } from "../time-zone/calendar.ts";
import { zoneOf } from "../time-zone/local-time.ts";
import { offsetAt } from "../time-zone/zone.ts";
import type { IntervalRule, ScheduleRules } from "./calendar-rule.ts";
import { matchesLocal, nextOfCalendar } from "./next-of-calendar.ts";

const SECOND = 1_000;

/** How much searching `except` may cause before it is given up, so that no config keeps a process busy (I14). */
const MOST_EXCEPTED = 50_000;

/**
 * The next moments at which a schedule fires, each later than `after`, in ms since the epoch, ascending. There are fewer than `count` if
 * the schedule ends.
 *
 * The moments are those at which Temporal's server fires, also while clocks change. Libraries for crons move a time that is skipped and
 * take one of two that are the same, so none of them could tell what will happen.
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
