import { DurationError, parseDuration } from "../../../definition/duration.ts";
import { toLocal, weekday } from "../../../time-zone/calendar.ts";
import type { CalendarUnit } from "../../../time-zone/calendar-math.ts";
import {
  addDays,
  addMonths,
  CALENDAR_UNITS,
  daysBetween,
  endOf,
  monthsBetween,
  startOf,
  wallOf,
} from "../../../time-zone/calendar-math.ts";
import { formatMoment, readPattern } from "../../../time-zone/date-pattern.ts";
import { printMoment } from "../../../time-zone/print-moment.ts";
import { fail, guardMoment, integer, moment, number, spendSteps, spendText, text, timeZone } from "./arguments.ts";
import { nowOf } from "./value-functions.ts";
import type { Call } from "./template-function.ts";
import { inGroup } from "./template-function.ts";

const MAX_MS = 8.64e15;
const MAX_STEPS_IN_TIME = 4_000_000;

const withZone = (declaration: string, result: string) => [
  `${declaration}): ${result}`,
  `${declaration}, string): ${result}`,
];

export const dateFunctions = inGroup("dates", [
  {
    name: "now",
    kind: "function",
    takes: [0],
    declare: ["now(): string"],
    signature: "now() → moment",
    description:
      "The moment at which the step begins, in UTC. It stays the same when the step is shown or run again. It cannot be used in the condition of a trigger.",
    example: "now()",
    result: "2026-03-29T01:30:00Z",
    run: (call) => print(call, nowOf(call), "UTC"),
  },
  {
    name: "parseDate",
    kind: "function",
    takes: [1, 2, 3],
    declare: ["parseDate(dyn): string", "parseDate(dyn, string): string", "parseDate(dyn, string, string): string"],
    signature: 'parseDate(text, zone = "UTC", pattern?) → moment in UTC',
    description:
      "Reads a moment from a text in RFC 3339, or in the form of the pattern. A text without an offset is a time in the zone.",
    example: 'parseDate("29.03.2026 14:00", "Europe/Berlin", "dd.MM.yyyy HH:mm")',
    result: "2026-03-29T12:00:00Z",
    run: (call, [of, in_, pattern]) => {
      const zone = timeZone(call, in_);
      if (pattern === undefined) return print(call, moment(call, of, zone), "UTC");
      spendSteps(call, 10);
      return print(
        call,
        guardMoment(call, () => readPattern(text(call, of), text(call, pattern), zone)),
        "UTC",
      );
    },
  },
  {
    name: "formatDate",
    kind: "function",
    takes: [2, 3],
    declare: withZone("formatDate(dyn, string", "string"),
    signature: 'formatDate(moment, pattern, zone = "UTC") → text',
    description:
      "Writes the moment by a pattern, as a time in the zone. Fields: yyyy yy · MMMM MMM MM M · dd d · EEEE EEE (weekday) · HH H hh h a · mm m · ss s SSS · XXX (offset). Put other letters into single quotes. Names are English.",
    example: `formatDate("2026-07-01T12:05:00Z", "EEE, d MMMM yyyy 'at' HH:mm", "Europe/Berlin")`,
    result: "Wed, 1 July 2026 at 14:05",
    run: (call, [of, pattern, in_]) => {
      const zone = timeZone(call, in_);
      spendText(call, 400);
      return guardMoment(call, () => formatMoment(moment(call, of, zone), text(call, pattern), zone));
    },
  },
  {
    name: "inZone",
    kind: "function",
    takes: [2],
    declare: ["inZone(dyn, string): string"],
    signature: "inZone(moment, zone) → moment",
    description: "The same moment, written with the time and offset of the zone.",
    example: 'inZone("2026-07-01T12:00:00Z", "America/New_York")',
    result: "2026-07-01T08:00:00-04:00",
    run: (call, [of, in_]) => print(call, moment(call, of, timeZone(call, in_)), timeZone(call, in_)),
  },
  {
    name: "addTime",
    kind: "function",
    takes: [2],
    declare: ["addTime(dyn, dyn): string"],
    signature: "addTime(moment, duration) → moment in UTC",
    description:
      'The moment that is later by a duration: "90m", "1h30m", "2 days" (24 hours each), "PT90M", or milliseconds.',
    example: 'addTime("2026-03-29T00:30:00Z", "1h30m")',
    result: "2026-03-29T02:00:00Z",
    run: (call, [of, by]) => print(call, moment(call, of) + duration(call, by), "UTC"),
  },
  {
    name: "subtractTime",
    kind: "function",
    takes: [2],
    declare: ["subtractTime(dyn, dyn): string"],
    signature: "subtractTime(moment, duration) → moment in UTC",
    description: "The moment that is earlier by a duration.",
    example: 'subtractTime("2026-03-29T00:30:00Z", "45m")',
    result: "2026-03-28T23:45:00Z",
    run: (call, [of, by]) => print(call, moment(call, of) - duration(call, by), "UTC"),
  },
  {
    name: "addDays",
    kind: "function",
    takes: [2, 3],
    declare: withZone("addDays(dyn, dyn", "string"),
    signature: 'addDays(moment, days, zone = "UTC") → moment in UTC',
    description:
      "The same time of day this many days later in the zone, even if clocks change in between. A negative number is earlier.",
    example: 'addDays("2026-03-28T12:00:00", 1, "Europe/Berlin")',
    result: "2026-03-29T10:00:00Z",
    run: (call, [of, by, in_]) => shifted(call, of, by, in_, addDays),
  },
  {
    name: "addMonths",
    kind: "function",
    takes: [2, 3],
    declare: withZone("addMonths(dyn, dyn", "string"),
    signature: 'addMonths(moment, months, zone = "UTC") → moment in UTC',
    description:
      "The same day and time this many months later in the zone. The 31st becomes the last day of a shorter month.",
    example: 'addMonths("2026-01-31T09:00:00Z", 1)',
    result: "2026-02-28T09:00:00Z",
    run: (call, [of, by, in_]) => shifted(call, of, by, in_, addMonths),
  },
  {
    name: "addYears",
    kind: "function",
    takes: [2, 3],
    declare: withZone("addYears(dyn, dyn", "string"),
    signature: 'addYears(moment, years, zone = "UTC") → moment in UTC',
    description:
      "The same day and time this many years later in the zone. February 29th becomes the 28th in other years.",
    example: 'addYears("2024-02-29T09:00:00Z", 1)',
    result: "2025-02-28T09:00:00Z",
    run: (call, [of, by, in_]) => shifted(call, of, by, in_, (ms, years, zone) => addMonths(ms, 12 * years, zone)),
  },
  {
    name: "startOf",
    kind: "function",
    takes: [2, 3],
    declare: withZone("startOf(dyn, string", "string"),
    signature: 'startOf(moment, unit, zone = "UTC") → moment in UTC',
    description:
      'The first instant of the "minute", "hour", "day", "week" (from Monday), "month", "quarter" or "year" that the moment is in.',
    example: 'startOf("2026-03-29T12:00:00Z", "day", "Europe/Berlin")',
    result: "2026-03-28T23:00:00Z",
    run: (call, [of, unit, in_]) => {
      const zone = timeZone(call, in_);
      return print(call, startOf(moment(call, of, zone), calendarUnit(call, unit), zone), "UTC");
    },
  },
  {
    name: "endOf",
    kind: "function",
    takes: [2, 3],
    declare: withZone("endOf(dyn, string", "string"),
    signature: 'endOf(moment, unit, zone = "UTC") → moment in UTC',
    description: "The last millisecond of the minute, hour, day, week, month, quarter or year that the moment is in.",
    example: 'endOf("2026-02-10", "month")',
    result: "2026-02-28T23:59:59.999Z",
    run: (call, [of, unit, in_]) => {
      const zone = timeZone(call, in_);
      return print(call, endOf(moment(call, of, zone), calendarUnit(call, unit), zone), "UTC");
    },
  },
  {
    name: "timeBetween",
    kind: "function",
    takes: [3, 4],
    declare: withZone("timeBetween(dyn, dyn, string", "double"),
    signature: 'timeBetween(from, to, unit, zone = "UTC") → number',
    description:
      'The time between two moments. In "milliseconds", "seconds", "minutes" or "hours" it is exact. In "days", "weeks", "months" or "years" it is the number of whole ones in the calendar of the zone. It is negative if to comes first.',
    example: 'timeBetween("2026-03-01T00:00:00Z", "2026-03-02T12:00:00Z", "hours")',
    result: 36,
    run: between,
  },
  {
    name: "isBefore",
    kind: "function",
    takes: [2],
    declare: ["isBefore(dyn, dyn): bool"],
    signature: "isBefore(moment, moment) → bool",
    description: "Whether the first moment is before the second one. They may be written in different zones.",
    example: 'isBefore("2026-01-01T00:00:00+02:00", "2026-01-01T00:00:00Z")',
    result: true,
    run: (call, [one, other]) => moment(call, one) < moment(call, other),
  },
  {
    name: "isAfter",
    kind: "function",
    takes: [2],
    declare: ["isAfter(dyn, dyn): bool"],
    signature: "isAfter(moment, moment) → bool",
    description: "Whether the first moment is after the second one. They may be written in different zones.",
    example: 'isAfter(now(), "2026-01-01")',
    result: true,
    run: (call, [one, other]) => moment(call, one) > moment(call, other),
  },
  {
    name: "weekday",
    kind: "function",
    takes: [1, 2],
    declare: withZone("weekday(dyn", "double"),
    signature: 'weekday(moment, zone = "UTC") → number',
    description: "The day of the week in the zone, from 1 for Monday to 7 for Sunday.",
    example: 'weekday("2026-03-29T12:00:00Z", "Europe/Berlin")',
    result: 7,
    run: (call, [of, in_]) => {
      const zone = timeZone(call, in_);
      return weekday(wallOf(moment(call, of, zone), zone));
    },
  },
  {
    name: "dateParts",
    kind: "function",
    takes: [1, 2],
    declare: withZone("dateParts(dyn", "dyn"),
    signature: 'dateParts(moment, zone = "UTC") → map',
    description: "The parts of the date and time in the zone.",
    example: 'dateParts("2026-07-01T12:05:09Z", "Europe/Berlin")',
    result: { year: 2026, month: 7, day: 1, hour: 14, minute: 5, second: 9, millisecond: 0, weekday: 3 },
    run: (call, [of, in_]) => {
      const zone = timeZone(call, in_);
      const wall = wallOf(moment(call, of, zone), zone);
      return { ...toLocal(wall), weekday: weekday(wall) };
    },
  },
  {
    name: "toEpochMs",
    kind: "function",
    takes: [1],
    declare: ["toEpochMs(dyn): double"],
    signature: "toEpochMs(moment) → number",
    description: "The milliseconds from 1970-01-01T00:00:00Z to the moment.",
    example: 'toEpochMs("1970-01-02")',
    result: 86400000,
    run: (call, [of]) => moment(call, of),
  },
  {
    name: "fromEpochMs",
    kind: "function",
    takes: [1],
    declare: ["fromEpochMs(dyn): string"],
    signature: "fromEpochMs(number) → moment in UTC",
    description: "The moment this many milliseconds after 1970-01-01T00:00:00Z. Multiply seconds by 1000.",
    example: "fromEpochMs(1774747800 * 1000)",
    result: "2026-03-29T01:30:00Z",
    run: (call, [of]) => print(call, integer(call, of, -MAX_MS, MAX_MS), "UTC"),
  },
]);

function print(call: Call, ms: number, zone: string): string {
  spendText(call, 30);
  return guardMoment(call, () => printMoment(ms, zone));
}

function shifted(
  call: Call,
  of: unknown,
  by: unknown,
  in_: unknown,
  shift: (ms: number, count: number, zone: string) => number,
): string {
  const zone = timeZone(call, in_);
  const count = integer(call, by, -MAX_STEPS_IN_TIME, MAX_STEPS_IN_TIME);
  return print(call, shift(moment(call, of, zone), count, zone), "UTC");
}

function duration(call: Call, value: unknown): number {
  // A CEL duration, by its shape.
  if (typeof value === "object" && value !== null && "nanos" in value) return Math.trunc(Number(value.valueOf()));
  const given = typeof value === "string" ? value : number(call, value);
  try {
    return parseDuration(given);
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    const other = call.name === "addTime" ? "subtractTime" : "addTime";
    const hint =
      given === value && /^[-\s]/.test(String(value))
        ? `Write ${other} instead`
        : `${error.hint}; addMonths and addYears take months and years`;
    throw fail(call, error.message, hint);
  }
}

function calendarUnit(call: Call, value: unknown): CalendarUnit {
  const unit = text(call, value).toLowerCase().replace(/s$/, "");
  if ((CALENDAR_UNITS as readonly string[]).includes(unit)) return unit as CalendarUnit;
  throw fail(
    call,
    `${JSON.stringify(String(value).slice(0, 20))} is not a unit of the calendar`,
    `Write one of ${CALENDAR_UNITS.join(", ")}`,
  );
}

const EXACT: Readonly<Record<string, number>> = { millisecond: 1, second: 1_000, minute: 60_000, hour: 3_600_000 };

function between(call: Call, [from, to, unit, in_]: readonly unknown[]): number {
  const zone = timeZone(call, in_);
  const first = moment(call, from, zone);
  const last = moment(call, to, zone);
  const name = text(call, unit).toLowerCase().replace(/s$/, "");
  const size = Object.hasOwn(EXACT, name) ? EXACT[name] : undefined;
  if (size !== undefined) return (last - first) / size;
  if (name === "day") return daysBetween(first, last, zone);
  if (name === "week") return Math.trunc(daysBetween(first, last, zone) / 7) || 0;
  if (name === "month") return monthsBetween(first, last, zone);
  if (name === "year") return Math.trunc(monthsBetween(first, last, zone) / 12) || 0;
  throw fail(
    call,
    `${JSON.stringify(String(unit).slice(0, 20))} is not a unit of time`,
    "Write milliseconds, seconds, minutes, hours, days, weeks, months or years",
  );
}
