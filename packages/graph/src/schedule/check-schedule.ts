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
  const times = nextTimes(rules, now, LOOKED_AT);
  if (times.length === 0) return [neverFires(rules, path, now)];
  const often = times.findIndex(
    (time, at) => at >= IN_A_ROW && time - (times[at - IN_A_ROW] as number) < LEAST_INTERVAL_MS * IN_A_ROW,
  );
  return often < 0 ? [] : [tooOften(times.slice(often - IN_A_ROW, often + 1), path)];
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
