import { DAY, MINUTE, printLocal, toLocal, weekday } from "../time-zone/calendar.ts";
import { zoneOf } from "../time-zone/local-time.ts";
import { printMoment } from "../time-zone/print-moment.ts";
import { offsetAt } from "../time-zone/zone.ts";
import { nextInstant } from "./next-instant.ts";

/** Times of the week on the clock of a zone, without some dates. `readOpeningHours` makes it of what somebody wrote. */
export interface OpeningHours {
  readonly timeZone: string;
  /** 0 is Sunday. Not empty. */
  readonly days: readonly number[];
  /** In ms since midnight; `to` is not open any more. With `to` below `from` the hours go on into the next day. */
  readonly from: number;
  readonly to: number;
  /** Dates such as `2026-12-25`, or `12-25` for every year, on which no hours begin. */
  readonly except: ReadonlySet<string>;
}

/** Whether it is open at an instant; if not, why, and when it opens (null: never again). */
export type Opening =
  | { readonly open: true }
  | { readonly open: false; readonly why: string; readonly opensAt: number | null };

/** How many days the search for the next opening looks at: all dates and days of the week come together within eight years. */
const LOOKED_AT_DAYS = 366 * 8;
const DAY_NAMES = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/**
 * Whether an instant (ms since the epoch) is within the hours. The clock on the wall decides: in the night in which clocks go back, hours
 * from 02:00 to 03:00 are open twice; in the night in which they go forward, not at all.
 */
export function openingAt(hours: OpeningHours, ms: number): Opening {
  const zone = zoneOf(hours.timeZone);
  const local = ms + offsetAt(zone, ms) * MINUTE;
  if (nextOpenLocal(hours, local) === local) return { open: true };
  const opensAt = nextInstant(zone, ms, (from) => nextOpenLocal(hours, from)) ?? null;
  return { open: false, why: whyClosed(hours, local, ms), opensAt };
}

/** The first time at or after `local` that is within the hours, all on the zone's clock. */
function nextOpenLocal(hours: OpeningHours, local: number): number | undefined {
  const { from, to } = hours;
  const length = to > from ? to - from : to + DAY - from;
  const today = Math.floor(local / DAY) * DAY;
  // Yesterday's hours may reach into today.
  for (let day = today - DAY; day < today + LOOKED_AT_DAYS * DAY; day += DAY) {
    if (!opensOn(hours, day)) continue;
    if (local < day + from + length) return Math.max(local, day + from);
  }
  return undefined;
}

function opensOn({ days, except }: OpeningHours, day: number): boolean {
  if (!days.includes(weekday(day) % 7)) return false;
  const date = dateOf(day);
  return !except.has(date) && !except.has(date.slice(5));
}

function whyClosed(hours: OpeningHours, local: number, ms: number): string {
  const date = dateOf(local);
  const at = printMoment(ms, hours.timeZone);
  if (hours.except.has(date) || hours.except.has(date.slice(5))) return `${at} is on ${date}, which is excepted`;
  if (!hours.days.includes(weekday(local) % 7)) {
    return `${at} is a ${DAY_NAMES[weekday(local) % 7]}, and the days are ${hours.days.map((day) => DAY_NAMES[day]).join(", ")}`;
  }
  return `${at} is outside of ${clock(hours.from)} to ${clock(hours.to)} in ${hours.timeZone}`;
}

function dateOf(local: number): string {
  return printLocal(toLocal(local)).slice(0, "2026-12-25".length);
}

function clock(ms: number): string {
  return `${two(Math.floor(ms / (60 * MINUTE)))}:${two(Math.floor(ms / MINUTE) % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
