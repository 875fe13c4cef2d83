import { DAY, MINUTE, printLocal, toLocal, weekday } from "../time-zone/calendar.ts";
import { zoneOf } from "../time-zone/local-time.ts";
import { offsetAt } from "../time-zone/zone.ts";
import { nextInstant } from "./next-instant.ts";
import { dayName, openingWords } from "./opening-words.ts";
import type { OpeningHours, OpeningSpan } from "./week-hours.ts";

/** Whether it is open at an instant. If not, the two functions say why, and when it opens (null: never again). */
export type Opening =
  | { readonly open: true }
  // Functions: most events that come outside of the hours are filtered, and the search for the next opening may look at years.
  | { readonly open: false; why(): string; opensAt(): number | null };

/** How many days the search for the next opening looks at: all dates and days of the week come together within eight years. */
const LOOKED_AT_DAYS = 366 * 8;

/**
 * Whether an instant (ms since the epoch) is within the hours. The clock on the wall decides: in the night in which clocks go back, hours
 * from 02:00 to 03:00 are open twice; in the night in which they go forward, not at all.
 */
export function openingAt(hours: OpeningHours, ms: number): Opening {
  const zone = zoneOf(hours.timeZone);
  const local = ms + offsetAt(zone, ms) * MINUTE;
  if (nextOpenLocal(hours, local) === local) return { open: true };
  return {
    open: false,
    why: () => whyClosed(hours, local),
    opensAt: () => nextInstant(zone, ms, (from) => nextOpenLocal(hours, from)) ?? null,
  };
}

/** The first time at or after `local` that is within the hours, all on the zone's clock. */
function nextOpenLocal({ spans, holidays }: OpeningHours, local: number): number | undefined {
  let first: number | undefined;
  for (const span of spans) {
    const next = nextOfSpan(span, holidays, local);
    if (next !== undefined && (first === undefined || next < first)) first = next;
  }
  return first;
}

function nextOfSpan({ days, from, to }: OpeningSpan, holidays: ReadonlySet<string>, local: number): number | undefined {
  const length = to > from ? to - from : to + DAY - from;
  const today = Math.floor(local / DAY) * DAY;
  // Yesterday's hours may reach into today.
  for (let day = today - DAY; day < today + LOOKED_AT_DAYS * DAY; day += DAY) {
    if (!days.includes(weekday(day) % 7) || isHoliday(holidays, day)) continue;
    if (local < day + from + length) return Math.max(local, day + from);
  }
  return undefined;
}

function isHoliday(holidays: ReadonlySet<string>, local: number): boolean {
  const date = dateOf(local);
  return holidays.has(date) || holidays.has(date.slice(5));
}

/** `Saturday 2026-11-28 14:02 in Europe/Berlin is outside of the opening hours Mon–Fri 09:00–17:00`. */
function whyClosed(hours: OpeningHours, local: number): string {
  const { hour, minute } = toLocal(local);
  const at = `${dayName(weekday(local) % 7)} ${dateOf(local)} ${two(hour)}:${two(minute)} in ${hours.timeZone}`;
  return isHoliday(hours.holidays, local)
    ? `${at} is on a holiday`
    : `${at} is outside of the opening hours ${openingWords(hours)}`;
}

function dateOf(local: number): string {
  return printLocal(toLocal(local)).slice(0, "2026-12-25".length);
}

const two = (value: number) => String(value).padStart(2, "0");
