/** A date and time as a calendar and a clock show them, without a time zone. Months and days count from 1. */
export interface LocalDateTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly millisecond?: number;
}

export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** Days from 1970-01-01 to the first day of a month in the Gregorian calendar. Month 13 is January of the next year. */
function daysToMonth(year: number, month: number): number {
  // The computation lets years begin in March, so that the leap day is the last day of its year.
  const months = year * 12 + month - 3;
  const y = Math.floor(months / 12);
  const m = months - y * 12;
  return (
    y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((m * 153 + 2) / 5) - 719_468
  );
}

/**
 * Milliseconds since 1970-01-01T00:00 on the same calendar and clock. Fields may lie beyond their range: month 13 is
 * January of the next year.
 */
export function localMs(local: LocalDateTime): number {
  const days = daysToMonth(local.year, local.month) + local.day - 1;
  const minutes = (local.hour ?? 0) * 60 + (local.minute ?? 0);
  return days * DAY + minutes * MINUTE + (local.second ?? 0) * 1000 + (local.millisecond ?? 0);
}

/** The inverse of `localMs`. */
export function toLocal(ms: number): Required<LocalDateTime> {
  const days = Math.floor(ms / DAY);
  const time = ms - days * DAY;
  const date = toDate(days);
  return {
    ...date,
    hour: Math.floor(time / (60 * MINUTE)),
    minute: Math.floor(time / MINUTE) % 60,
    second: Math.floor(time / 1000) % 60,
    millisecond: time % 1000,
  };
}

const DAYS_OF_400_YEARS = 146_097;

function toDate(days: number): { year: number; month: number; day: number } {
  const era = Math.floor((days + 719_468) / DAYS_OF_400_YEARS);
  const dayOfEra = days + 719_468 - era * DAYS_OF_400_YEARS;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * march + 2) / 5) + 1,
  };
}

/** The day of the week: 1 is Monday and 7 is Sunday, as in ISO 8601. */
export function weekday(ms: number): number {
  return ((((Math.floor(ms / DAY) + 3) % 7) + 7) % 7) + 1;
}

export function daysOfMonth(year: number, month: number): number {
  return daysToMonth(year, month + 1) - daysToMonth(year, month);
}

/** Prints `2026-03-29T02:30:00`, with milliseconds if they are not 0. */
export function printLocal(local: Required<LocalDateTime>): string {
  const { year, month, day, hour, minute, second, millisecond } = local;
  const fraction = millisecond === 0 ? "" : `.${pad(millisecond, 3)}`;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}`;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}
