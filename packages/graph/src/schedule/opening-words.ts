import { DAY, MINUTE } from "../time-zone/calendar.ts";
import type { OpeningHours, OpeningSpan } from "./week-hours.ts";

const NAMES = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/** As people read a week. */
const WEEK = [1, 2, 3, 4, 5, 6, 0];

/** 0 is Sunday. */
export const dayName = (day: number) => NAMES[day]!;

/** Opening hours for people: `Mon–Fri 09:00–17:00, Sat 10:00–14:00`. */
export function openingWords({ spans }: Pick<OpeningHours, "spans">): string {
  return spans.map(spanWords).join(", ");
}

function spanWords({ days, from, to }: OpeningSpan): string {
  const allDay = from === 0 && to === DAY;
  const allWeek = WEEK.every((day) => days.includes(day));
  const clocks = allDay ? [] : [`${clock(from)}–${clock(to)}`];
  if (allWeek) return ["every day", ...clocks].join(" ");
  return [runsOf(days).map(runWords).join(", "), ...clocks].join(" ");
}

/** Neighbouring days of the week, as places in `WEEK`. */
function runsOf(days: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const day of WEEK) {
    if (!days.includes(day)) continue;
    const last = runs.at(-1);
    if (last !== undefined && WEEK.indexOf(last.at(-1)!) === WEEK.indexOf(day) - 1) last.push(day);
    else runs.push([day]);
  }
  return runs;
}

function runWords(run: readonly number[]): string {
  const [first, last] = [short(run[0]!), short(run.at(-1)!)];
  if (run.length === 1) return first;
  return run.length === 2 ? `${first}, ${last}` : `${first}–${last}`;
}

const short = (day: number) => dayName(day).slice(0, 3);

function clock(ms: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(ms / (60 * MINUTE)))}:${two(Math.floor(ms / MINUTE) % 60)}`;
}
