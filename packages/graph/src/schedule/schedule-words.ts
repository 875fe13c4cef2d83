import { toString as cronWords } from "cronstrue";
import { parseDuration } from "../definition/duration.ts";
import type { Duration } from "../definition/graph.ts";
import { cronFields } from "./read-cron.ts";
import type { CalendarConfig, Every, ScheduleConfig } from "./schedule-config.ts";

/**
 * A schedule in words: "At 09:00, Monday through Friday (Europe/Berlin)". The config has to be one that `readSchedule` takes. The words
 * of crons come from cronstrue.
 */
export function scheduleWords(config: ScheduleConfig): string {
  const parts = [
    ...list(config.cron).map((cron) => inWords(cronFields(cron), false)),
    ...list(config.calendar).map((calendar) => inWords(calendarFields(calendar, "0"), true)),
    ...list(config.every).map(everyInWords),
  ];
  const except = list(config.except).map(exceptionInWords);
  const bounds = [
    ...(config.startAt === undefined ? [] : [`from ${config.startAt}`]),
    ...(config.endAt === undefined ? [] : [`until ${config.endAt}`]),
  ];
  return (
    [
      parts.map((part, index) => (index === 0 ? part : lowerFirst(part))).join("; and "),
      ...(except.length === 0 ? [] : [`except ${except.join(" and ")}`]),
      ...bounds,
    ].join(", ") +
    ` (${config.timeZone ?? "UTC"})` +
    OVERLAP_WORDS[config.overlap ?? "allowAll"]
  );
}

const OVERLAP_WORDS = {
  allowAll: "",
  skip: ", unless the one before still runs",
  bufferOne: ", or when the one before has ended, of several times once",
  bufferAll: ", or when the one before has ended",
  cancelOther: ", and the one before is cancelled",
} as const;

function inWords(fields: readonly string[], both: boolean): string {
  const cron = fields.join(" ").replaceAll("?", "*");
  try {
    return cronWords(cron, { use24HourTimeFormat: true, verbose: false, logicalAndDayFields: both });
  } catch {
    // What cronstrue does not know is shown as it was written.
    return `At ${cron}`;
  }
}

function exceptionInWords(calendar: CalendarConfig): string {
  const { second, minute, hour } = calendar;
  if (second !== undefined || minute !== undefined || hour !== undefined) {
    return lowerFirst(inWords(calendarFields(calendar, "*"), true));
  }
  // Without a time, the whole day is meant.
  return inWords(calendarFields(calendar, "0"), true).replace("At 00:00, ", "");
}

function calendarFields(calendar: CalendarConfig, time: "0" | "*"): readonly string[] {
  const { second = time, minute = time, hour = time } = calendar;
  const { dayOfMonth = "*", month = "*", dayOfWeek = "*", year = "*" } = calendar;
  return [second, minute, hour, dayOfMonth, month, dayOfWeek, year].map((field) => String(field).replaceAll(" ", ""));
}

function everyInWords(config: Duration | Every): string {
  const { every, offset } = typeof config === "object" ? config : { every: config, offset: undefined };
  return `Every ${durationWords(every)}${offset === undefined ? "" : `, ${durationWords(offset)} after the full interval`}`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

function durationWords(duration: Duration): string {
  let seconds = Math.floor(parseDuration(duration) / 1_000);
  const words: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    if (count > 0) words.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
  }
  return words.length === 0 ? "0 seconds" : words.join(" ");
}

/** For words that do not begin a sentence. */
export function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function list<Item>(items: Item | readonly Item[] | undefined): readonly Item[] {
  if (items === undefined) return [];
  return Array.isArray(items) ? (items as readonly Item[]) : [items as Item];
}
