import { FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR, type CalendarRule } from "./calendar-rule.ts";

export type CalendarField = keyof CalendarRule;

interface FieldRange {
  readonly words: string;
  readonly from: number;
  readonly to: number;
  /** Names that stand for numbers: the first of them for `from`. Three letters are enough: `mon`, `monday`. */
  readonly names?: readonly string[];
}

/* oxfmt-ignore */
const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

const CALENDAR_FIELDS: Readonly<Record<CalendarField, FieldRange>> = {
  second: { words: "seconds", from: 0, to: 59 },
  minute: { words: "minutes", from: 0, to: 59 },
  hour: { words: "hours", from: 0, to: 23 },
  dayOfMonth: { words: "days of the month", from: 1, to: 31 },
  month: { words: "months", from: 1, to: 12, names: MONTHS },
  // 7 is another number for Sunday, as in crontab.
  dayOfWeek: { words: "days of the week", from: 0, to: 7, names: DAYS },
  year: { words: "years", from: FIRST_CALENDAR_YEAR, to: LAST_CALENDAR_YEAR },
};

/** A part of a cron or of a calendar that cannot be read. */
export class CalendarError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = "CalendarError";
    this.hint = hint;
  }
}

const PART = /^(?:(\*|\?)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/;

/**
 * The numbers that one field of a cron or calendar stands for, ascending: `*`, `5`, `1-5`, `1-10/3`, `5/20` (from 5 on), `mon-fri`, and
 * lists of these with commas. Throws `CalendarError`.
 */
export function readCalendarField(field: CalendarField, text: string): readonly number[] {
  const numbers = new Set<number>();
  for (const part of text.trim().split(",")) {
    for (const number of readPart(field, part.trim())) numbers.add(field === "dayOfWeek" ? number % 7 : number);
  }
  return [...numbers].toSorted((a, b) => a - b);
}

function readPart(field: CalendarField, part: string): number[] {
  const range = CALENDAR_FIELDS[field];
  const found = PART.exec(part);
  if (found === null) throw unreadable(field, part);
  const [, all, first, last, every] = found;
  const step = every === undefined ? 1 : Number(every);
  if (step < 1) throw unreadable(field, part);
  // `*` of the days of the week ends with Saturday: 7 would only repeat Sunday, out of step.
  const end = field === "dayOfWeek" ? 6 : range.to;
  const from = all === undefined ? readNumber(field, first as string) : range.from;
  const single = all === undefined && every === undefined ? from : Math.max(from, end);
  const to = last === undefined ? single : readNumber(field, last);
  if (to < from) {
    throw new CalendarError(
      `"${part}" goes backwards`,
      `Write two ranges with a comma, such as ${from}-${end},${range.from}-${to}`,
    );
  }
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function readNumber(field: CalendarField, text: string): number {
  const { from, to, names, words } = CALENDAR_FIELDS[field];
  const name =
    text.length < 3 || names === undefined ? -1 : names.findIndex((full) => full.startsWith(text.toLowerCase()));
  if (name >= 0) return from + name;
  if (!/^\d{1,4}$/.test(text)) throw unreadable(field, text);
  const number = Number(text);
  if (number < from || number > to) {
    throw new CalendarError(`${number} is not among the ${words}`, `The ${words} go from ${from} to ${to}`);
  }
  return number;
}

function unreadable(field: CalendarField, part: string): CalendarError {
  const { words, from, to } = CALENDAR_FIELDS[field];
  return new CalendarError(
    `"${part.slice(0, 40)}" cannot be read as ${words}`,
    `Write *, a number from ${from} to ${to}, a range such as ${from}-${from + 3}, a step such as */2, or several of these with commas`,
  );
}
