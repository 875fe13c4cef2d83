import type { LocalDateTime } from "./calendar.ts";
import { daysOfMonth, localMs, MINUTE, toLocal, weekday } from "./calendar.ts";
import { instantOf, offsetMinutes } from "./local-time.ts";
import { MomentError } from "./moment-error.ts";
import { printOffset } from "./print-moment.ts";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

interface Shown extends Required<LocalDateTime> {
  readonly weekday: number;
  readonly offset: number;
}

interface Field {
  readonly print: (shown: Shown) => string;
  /**
   * A regular expression for the text of this field. The field takes the longest text that fits and never gives part of
   * it back to the next field, so that reading needs no backtracking.
   */
  readonly reads: string;
  readonly take: (text: string, found: Found) => void;
}

interface Found {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  afternoon?: boolean;
  offset?: number;
}

type Count = "year" | "month" | "day" | "hour" | "minute" | "second" | "millisecond";

const digits = (of: (shown: Shown) => number, width: number, into: Count): Field => ({
  print: (shown) => String(of(shown)).padStart(width, "0"),
  reads: width === 1 ? "\\d{1,2}" : `\\d{${width}}`,
  take: (text, found) => (found[into] = Number(text)),
});
const twelve = ({ hour }: Shown) => (hour % 12 === 0 ? 12 : hour % 12);
const named = (names: readonly string[]): Pick<Field, "reads" | "take"> => ({
  reads: names.join("|"),
  take: (text, found) => {
    found.month = names.findIndex((name) => name.toLowerCase() === text.toLowerCase()) + 1;
  },
});
const short = MONTHS.map((name) => name.slice(0, 3));

/** The fields of a pattern, with the letters of Unicode's date patterns, which Java, Swift and date-fns use, too. */
const FIELDS: Readonly<Record<string, Field>> = {
  yyyy: digits(({ year }) => year, 4, "year"),
  yy: { ...digits(({ year }) => year % 100, 2, "year"), take: (text, found) => (found.year = 2000 + Number(text)) },
  MMMM: { print: ({ month }) => MONTHS[month - 1] as string, ...named(MONTHS) },
  MMM: { print: ({ month }) => short[month - 1] as string, ...named(short) },
  MM: digits(({ month }) => month, 2, "month"),
  M: digits(({ month }) => month, 1, "month"),
  dd: digits(({ day }) => day, 2, "day"),
  d: digits(({ day }) => day, 1, "day"),
  EEEE: { print: (shown) => DAYS[shown.weekday - 1] as string, reads: DAYS.join("|"), take: () => undefined },
  EEE: {
    print: (shown) => (DAYS[shown.weekday - 1] as string).slice(0, 3),
    reads: DAYS.map((name) => name.slice(0, 3)).join("|"),
    take: () => undefined,
  },
  HH: digits(({ hour }) => hour, 2, "hour"),
  H: digits(({ hour }) => hour, 1, "hour"),
  hh: digits(twelve, 2, "hour"),
  h: digits(twelve, 1, "hour"),
  mm: digits(({ minute }) => minute, 2, "minute"),
  m: digits(({ minute }) => minute, 1, "minute"),
  ss: digits(({ second }) => second, 2, "second"),
  s: digits(({ second }) => second, 1, "second"),
  SSS: digits(({ millisecond }) => millisecond, 3, "millisecond"),
  a: {
    print: ({ hour }) => (hour < 12 ? "AM" : "PM"),
    reads: "AM|PM",
    take: (text, found) => (found.afternoon = text.toUpperCase() === "PM"),
  },
  XXX: {
    print: ({ offset }) => (offset === 0 ? "Z" : printOffset(offset)),
    reads: "Z|[+-]\\d{2}:\\d{2}",
    take: (text, found) => {
      const [hours, minutes] = text.slice(1).split(":").map(Number) as [number, number?];
      found.offset = text.length === 1 ? 0 : (text.startsWith("-") ? -1 : 1) * (hours * 60 + (minutes ?? 0));
    },
  },
};

const TOKEN = /([A-Za-z])\1*|'((?:[^']|'')*)'|[^A-Za-z']+|'/g;
const MAX_PATTERN = 100;

type Part = Field | string;

function partsOf(pattern: string): Part[] {
  if (pattern.length > MAX_PATTERN) throw invalid(`A date pattern has at most ${MAX_PATTERN} characters`);
  return [...pattern.matchAll(TOKEN)].map(([token, letter, quoted]) => {
    if (quoted !== undefined) return quoted === "" ? "'" : quoted.replaceAll("''", "'");
    if (token === "'") throw invalid("A quote in the date pattern is not closed");
    if (letter === undefined) return token;
    const field = Object.hasOwn(FIELDS, token) ? FIELDS[token] : undefined;
    if (field === undefined) throw invalid(`${JSON.stringify(token.slice(0, 20))} is not a field of a date pattern`);
    return field;
  });
}

/**
 * Prints a moment in a zone by a pattern such as `dd.MM.yyyy HH:mm`. Names of months and days are English.
 * Throws `MomentError` MOMENT_INVALID for an invalid pattern, TIME_ZONE_UNKNOWN for an unknown zone.
 */
export function formatMoment(ms: number, pattern: string, zone: string): string {
  const offset = Math.round(offsetMinutes(zone, ms));
  const wall = ms + offset * MINUTE;
  const shown: Shown = { ...toLocal(wall), weekday: weekday(wall), offset };
  return partsOf(pattern)
    .map((part) => (typeof part === "string" ? part : part.print(shown)))
    .join("");
}

/**
 * Reads a text that was written by the pattern, and returns the instant in ms since the epoch. A field that the pattern
 * does not have gets its first value: without a time, it is midnight; without a day, it is the first of the month.
 */
export function readPattern(text: string, pattern: string, zone: string): number {
  const parts = partsOf(pattern);
  const failure = new MomentError(
    "MOMENT_INVALID",
    `${JSON.stringify(text.slice(0, 60))} is not a date and time as ${pattern}`,
    "Correct the text or the pattern",
  );
  const source = text.trim();
  const found: Found = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 };
  let position = 0;
  for (const part of parts) {
    const next = typeof part === "string" ? skip(source, position, part) : take(source, position, part, found);
    if (next === undefined) throw failure;
    position = next;
  }
  if (position < source.length) throw failure;
  if (found.afternoon !== undefined) {
    if (found.hour < 1 || found.hour > 12) throw failure;
    found.hour = (found.hour % 12) + (found.afternoon ? 12 : 0);
  }
  const { month, day, hour, minute, second, offset } = found;
  const inCalendar = month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(found.year, month);
  if (!inCalendar || hour > 23 || minute > 59 || second > 59 || Math.abs(offset ?? 0) >= 24 * 60) throw failure;
  const wall = localMs(found);
  return offset === undefined ? instantOf(wall, zone) : wall - offset * MINUTE;
}

/**
 * Reads one field at a position and returns the position after it; undefined if the text does not fit. Parts are read
 * from left to right without backtracking, so that no pattern and no text can make reading slow.
 */
function take(source: string, position: number, field: Field, found: Found): number | undefined {
  const reader = new RegExp(field.reads, "iy");
  reader.lastIndex = position;
  const read = reader.exec(source)?.[0];
  if (read === undefined) return undefined;
  field.take(read, found);
  return position + read.length;
}

function skip(source: string, position: number, literal: string): number | undefined {
  return source.startsWith(literal, position) ? position + literal.length : undefined;
}

function invalid(message: string): MomentError {
  return new MomentError(
    "MOMENT_INVALID",
    message,
    `A pattern consists of the fields ${Object.keys(FIELDS).join(" ")}; put other letters into single quotes: d. 'of' MMMM`,
  );
}
