import type { Problem } from "../definition/problem.ts";
import { printMoment } from "../time-zone/print-moment.ts";
import type { ScheduleRules } from "./calendar-rule.ts";
import { nextTimes } from "./next-times.ts";
import { readSchedule } from "./read-schedule.ts";
import type { ScheduleConfig } from "./schedule-config.ts";

/** A schedule may not fire more often than this, on the average of ten times in a row: each time costs an execution of Temporal's. */
const LEAST_INTERVAL_MS = 5_000;
const IN_A_ROW = 10;
const LOOKED_AT = 100;

/**
 * The problems of a config: what cannot be read, a schedule that never fires, and one that fires all the time. `now` is what "never"
 * counts from; without it, the beginning of 1970, so that only a schedule without any time at all is found. Never throws.
 */
export function scheduleProblems(config: ScheduleConfig, path = "", now = 0): readonly Problem[] {
  const { rules, problems } = readSchedule(config, path);
  if (rules === undefined) return problems;
  if (nextTimes(rules, now, 1).length === 0) return [neverFires(rules, path, now)];
  const crowded = crowdedTimes(rules, now);
  return crowded === undefined ? [] : [tooOften(crowded, path)];
}

/**
 * Times in a row that are too close together. It looks where the schedule begins and where each of its parts does, because a part may be of a later
 * year. What `except` takes away counts, too: looking for the times that it leaves over could take long.
 */
function crowdedTimes(rules: ScheduleRules, now: number): readonly number[] | undefined {
  const all = { ...rules, except: [] };
  const alone = { ...all, calendars: [], intervals: [] };
  const parts = [
    ...rules.calendars.map((rule) => ({ ...alone, calendars: [rule] })),
    ...rules.intervals.map((rule) => ({ ...alone, intervals: [rule] })),
  ];
  const starts = parts.flatMap((part) => nextTimes(part, now, 1)).map((first) => first - 1);
  for (const start of new Set([now, ...starts])) {
    const times = nextTimes(all, start, LOOKED_AT);
    const often = times.findIndex(
      (time, at) => at >= IN_A_ROW && time - (times[at - IN_A_ROW] as number) < LEAST_INTERVAL_MS * IN_A_ROW,
    );
    if (often >= 0) return times.slice(often - IN_A_ROW, often + 1);
  }
  return undefined;
}

function neverFires(rules: ScheduleRules, path: string, now: number): Problem {
  const isOver = rules.endAt !== undefined || (now > 0 && nextTimes(rules, 0, 1).length > 0);
  return {
    code: "SCHEDULE_NEVER",
    severity: "error",
    path,
    message: isOver
      ? "The schedule has no time that is still to come."
      : "The schedule never fires: no date and time fits it.",
    hint: isOver
      ? "Write a later year, or a later endAt."
      : "Check the day of the month against the month (there is no 31 February), and what `except` leaves over.",
  };
}

function tooOften(times: readonly number[], path: string): Problem {
  const [from, to] = [times[0] as number, times.at(-1) as number];
  return {
    code: "SCHEDULE_TOO_OFTEN",
    severity: "error",
    path,
    message: `The schedule fires ${times.length} times from ${printMoment(from)} to ${printMoment(to)}.`,
    hint: `Let at least ${LEAST_INTERVAL_MS / 1000} seconds pass between two times. A cron of seven fields begins with the seconds: "0 */5 * * * * *" is every five minutes.`,
  };
}
