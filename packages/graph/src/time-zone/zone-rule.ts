import { DAY, localMs, MINUTE, toLocal, weekday } from "./calendar.ts";

/** A clock change that happens every year, for example on the last Sunday of March at 02:00. */
export interface YearlyChange {
  readonly month: number;
  /** 1 to 4 is the first to fourth such weekday of the month; 5 is the last one. */
  readonly week: number;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  /** Minutes after midnight of that day on the clock before the change; a value below 0 or above 1440 lies on another day. */
  readonly minute: number;
  /** The offsets before and after the change, in minutes east of UTC. */
  readonly before: number;
  readonly after: number;
}

/** The instant of the change in a year, in ms since the epoch. */
export function changeInYear(change: YearlyChange, year: number): number {
  const { month, week } = change;
  const first = localMs({ year, month, day: 1 });
  const offset = (change.weekday - weekday(first) + 7) % 7;
  let day = first + (offset + 7 * (week - 1)) * DAY;
  if (week === 5 && toLocal(day).month !== month) day -= 7 * DAY;
  return day + (change.minute - change.before) * MINUTE;
}
