import { parseDuration } from "../definition/duration.ts";
import type { Duration } from "../definition/graph.ts";
import type { Problem } from "../definition/problem.ts";
import { zoneOf } from "../time-zone/local-time.ts";
import { parseMoment } from "../time-zone/parse-moment.ts";
import { CalendarError, readCalendarField, type CalendarField } from "./calendar-field.ts";
import type { CalendarRule, IntervalRule, ScheduleRules } from "./calendar-rule.ts";
import { ProblemCollector } from "./problem-collector.ts";
import { readCron } from "./read-cron.ts";
import type { CalendarConfig, Every, ScheduleConfig } from "./schedule-config.ts";

const MIN_CATCH_UP_MS = 10_000;
const MAX_JITTER_MS = 24 * 3_600_000;

/** What a config means. There are rules only if there is no problem. */
export interface ReadSchedule {
  readonly rules?: ScheduleRules;
  readonly jitterMs?: number;
  readonly catchUpWindowMs?: number;
  readonly problems: readonly Problem[];
}

/** Reads a config that fits `SCHEDULE_CONFIG_SCHEMA`. Never throws. The paths of problems begin with `path`. */
export function readSchedule(config: ScheduleConfig, path = ""): ReadSchedule {
  const reader = new ProblemCollector("SCHEDULE_INVALID", path);
  const { timeZone = "UTC", jitter, catchUpWindow } = config;
  const known = reader.at(["timeZone"], () => zoneOf(timeZone)) !== undefined;
  const moment = (field: "startAt" | "endAt"): number | undefined => {
    const written = config[field];
    return written === undefined || !known ? undefined : reader.at([field], () => parseMoment(written, timeZone));
  };
  const [startAt, endAt] = [moment("startAt"), moment("endAt")];
  const jitterMs = jitter === undefined ? undefined : reader.at(["jitter"], () => readJitter(jitter));
  const catchUpWindowMs =
    catchUpWindow === undefined ? undefined : reader.at(["catchUpWindow"], () => readCatchUp(catchUpWindow));
  const rules: ScheduleRules = {
    calendars: [
      ...reader.each("cron", config.cron, readCron).flat(),
      ...reader.each("calendar", config.calendar, (calendar) => calendarRule(calendar, TIME_DEFAULTS)),
    ],
    intervals: reader.each("every", config.every, intervalRule),
    except: reader.each("except", config.except, (calendar) => calendarRule(calendar, {})),
    timeZone,
    ...(startAt !== undefined && { startAt }),
    ...(endAt !== undefined && { endAt }),
  };
  if (reader.problems.length > 0) return { problems: reader.problems };
  return {
    rules,
    ...(jitterMs !== undefined && { jitterMs }),
    ...(catchUpWindowMs !== undefined && { catchUpWindowMs }),
    problems: [],
  };
}

/** The fields that a calendar leaves out: it fires once, at the beginning of the hour and of the day. */
const TIME_DEFAULTS: CalendarConfig = { second: 0, minute: 0, hour: 0 };

function calendarRule(calendar: CalendarConfig, defaults: CalendarConfig): CalendarRule {
  const read = (field: Exclude<CalendarField, "year">): readonly number[] =>
    readCalendarField(field, String(calendar[field] ?? defaults[field] ?? "*"));
  const year = String(calendar.year ?? "*");
  return {
    second: read("second"),
    minute: read("minute"),
    hour: read("hour"),
    dayOfMonth: read("dayOfMonth"),
    month: read("month"),
    dayOfWeek: read("dayOfWeek"),
    year: year === "*" ? null : readCalendarField("year", year),
  };
}

function intervalRule(config: Duration | Every): IntervalRule {
  const { every, offset = 0 } = typeof config === "object" ? config : { every: config };
  const everyMs = parseDuration(every);
  const offsetMs = parseDuration(offset);
  if (everyMs < 1_000 || everyMs % 1_000 !== 0 || offsetMs % 1_000 !== 0) {
    throw new CalendarError("An interval has whole seconds, at least one", 'Write a text with its unit, such as "15m"');
  }
  if (offsetMs >= everyMs) {
    throw new CalendarError("The offset is not shorter than the interval", "Write an offset below the interval");
  }
  return { everyMs, offsetMs };
}

function readJitter(config: Duration): number {
  const ms = parseDuration(config);
  if (ms <= MAX_JITTER_MS) return ms;
  throw new CalendarError("The jitter is longer than a day", "Write a jitter of at most 24h");
}

function readCatchUp(config: Duration): number {
  const ms = parseDuration(config);
  if (ms >= MIN_CATCH_UP_MS) return ms;
  throw new CalendarError(
    "The catch-up window is shorter than 10 seconds",
    "Write at least 10s: Temporal takes no less",
  );
}
