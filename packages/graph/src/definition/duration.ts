import type { Duration } from "./graph.ts";

/** Ten years of 365.25 days. A longer duration is most likely a typing error, so it is refused. */
export const MAX_DURATION_MS = 10 * 365.25 * 86_400_000;

/** `format` of a field in a node type's schema that takes a duration as `parseDuration` reads it. JSON Schema's own `duration` is ISO 8601 only. */
export const DURATION_FORMAT = "time-span";

/** A duration that cannot be read, is negative, or is over `MAX_DURATION_MS`. */
export class DurationError extends Error {
  readonly code = "DURATION_INVALID";
  readonly hint: string;

  constructor(message: string, hint: string = HOW_TO_WRITE) {
    super(message);
    this.name = "DurationError";
    this.hint = hint;
  }
}

const HOW_TO_WRITE =
  'Write milliseconds (1500), a number with its unit ("250ms", "1h30m", "2 hours"), or ISO 8601 ("PT2H", "P1DT12H")';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const UNITS = new Map<string, number>(
  (
    [
      [1, "ms", "msec", "millisecond", "milliseconds"],
      [SECOND, "s", "sec", "secs", "second", "seconds"],
      [MINUTE, "m", "min", "mins", "minute", "minutes"],
      [HOUR, "h", "hr", "hrs", "hour", "hours"],
      [DAY, "d", "day", "days"],
      [WEEK, "w", "week", "weeks"],
    ] as const
  ).flatMap(([ms, ...names]) => names.map((name): [string, number] => [name, ms])),
);

const ISO =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const PART = /(\d+(?:\.\d+)?)\s*([a-z]+)[\s,]*/y;

/**
 * Milliseconds of a duration, rounded to whole ones: `"1h30m"` is 5,400,000, as are `"PT1H30M"` and `"90 minutes"`.
 * A day is 24 hours. Throws `DurationError`.
 */
export function parseDuration(value: Duration): number {
  const ms = Math.round(typeof value === "number" ? value : parseText(value));
  if (!Number.isFinite(ms)) throw new DurationError(`${value} is not a duration`);
  if (ms < 0) throw new DurationError(`The duration ${value} is negative`, "Write a duration of 0 or more");
  if (ms > MAX_DURATION_MS)
    throw new DurationError(`The duration ${shown(value)} is over ten years`, "Write one of ten years or less");
  return ms === 0 ? 0 : ms;
}

function parseText(value: unknown): number {
  if (typeof value !== "string") throw new DurationError("A duration is a number or a text");
  const text = value.trim();
  if (text === "" || text.length > 64) throw new DurationError(`"${shown(value)}" is not a duration`);
  if (text.startsWith("-"))
    throw new DurationError(`The duration "${text}" is negative`, "Write a duration of 0 or more");
  if (/^p/i.test(text)) return parseIso(text);
  // A number without a unit means milliseconds, with and without quotes.
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return parseUnits(text);
}

function parseUnits(text: string): number {
  const lower = text.toLowerCase();
  const seen = new Set<number>();
  let ms = 0;
  let position = 0;
  while (position < lower.length) {
    PART.lastIndex = position;
    const part = PART.exec(lower);
    if (part === null) throw new DurationError(`"${text}" is not a duration`);
    const unit = UNITS.get(part[2] as string);
    if (unit === undefined) {
      throw new DurationError(
        `"${part[2]}" in "${text}" is not a unit of time`,
        monthOrYear(part[2] as string) ?? HOW_TO_WRITE,
      );
    }
    if (seen.has(unit)) throw new DurationError(`"${text}" names a unit twice`);
    seen.add(unit);
    ms += Number(part[1]) * unit;
    position = PART.lastIndex;
  }
  return ms;
}

function parseIso(text: string): number {
  const parts = ISO.exec(text.toUpperCase());
  if (parts === null || parts.slice(1).every((part) => part === undefined) || /T$/i.test(text)) {
    throw new DurationError(`"${text}" is no ISO 8601 duration`);
  }
  if (parts[1] !== undefined || parts[2] !== undefined) {
    throw new DurationError(`"${text}" has years or months, which differ in length`, MONTHS_HINT);
  }
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(3)
    .map((part) => Number((part ?? "0").replace(",", ".")));
  return weeks * WEEK + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
}

const MONTHS_HINT =
  'Months and years differ in length: write days or weeks, such as "30d" or "P30D" (in ISO 8601 minutes stand after T: "PT5M")';

function monthOrYear(unit: string): string | undefined {
  return /^(mo|months?|y|yrs?|years?)$/.test(unit) ? MONTHS_HINT : undefined;
}

function shown(value: Duration): string {
  return String(value).slice(0, 64);
}
