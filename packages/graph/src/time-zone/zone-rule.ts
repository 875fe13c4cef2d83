import { DAY, localMs, MINUTE, toLocal, weekday } from "./calendar.ts";

/** A change of the clock that comes every year: "on the last Sunday of March, at 02:00 of the clock before it". */
export interface YearlyChange {
  readonly month: number;
  /** 1 to 4; 5 is the last one of the month. */
  readonly week: number;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  /** Minutes after midnight of that day; less than 0 or more than 1440 is another day. */
  readonly minute: number;
  /** Minutes east of UTC, before and after. */
  readonly before: number;
  readonly after: number;
}

/** When the change comes in that year, ms since the epoch. */
export function changeInYear(change: YearlyChange, year: number): number {
  const { month, week } = change;
  const first = localMs({ year, month, day: 1 });
  const offset = (change.weekday - weekday(first) + 7) % 7;
  let day = first + (offset + 7 * (week - 1)) * DAY;
  if (week === 5 && toLocal(day).month !== month) day -= 7 * DAY;
  return day + (change.minute - change.before) * MINUTE;
}
