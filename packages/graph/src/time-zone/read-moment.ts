import { daysOfMonth, localMs } from "./calendar.ts";
import { MomentError } from "./moment-error.ts";

const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d{2}:\d{2})?)?$/;
const HINT =
  "Write an instant such as 2026-03-29T02:30:00Z or 2026-03-29T02:30:00+02:00, or a date and time without an offset together with a time zone";

type Numbers = [number, number, number, number, number, number];

/** What a text says: a date and time, as milliseconds on the clock it was read from, and the offset of that clock if the text names it. */
export interface ReadMoment {
  readonly ms: number;
  /** True if the text is a date without a time. */
  readonly dateOnly: boolean;
  /** Minutes east of UTC; undefined where the text has no offset. */
  readonly offset: number | undefined;
}

/** Reads RFC 3339: an instant, a date-time without offset, or a date. Throws `MomentError` MOMENT_INVALID. */
export function readMoment(text: string): ReadMoment {
  const found = text.length > 40 ? null : FORM.exec(text);
  if (found === null) throw invalid(text, "is not a date and time");
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0)) as Numbers;
  if (month < 1 || month > 12) throw invalid(text, `has no month ${month}: a year has 12`);
  const days = daysOfMonth(year, month);
  if (day < 1 || day > days) throw invalid(text, `has no day ${day}: that month has ${days}`);
  if (hour > 23 || minute > 59 || second > 59) throw invalid(text, "has an impossible time of day");
  const millisecond = Number((found[7] ?? "").slice(0, 3).padEnd(3, "0"));
  const ms = localMs({ year, month, day, hour, minute, second, millisecond });
  return { ms, dateOnly: found[4] === undefined, offset: offsetOf(text, found[8]) };
}

/** Reads a date or date-time; an offset is an error. */
export function readLocal(text: string): ReadMoment {
  const read = readMoment(text);
  if (read.offset === undefined) return read;
  throw new MomentError("MOMENT_INVALID", `${quote(text)} has an offset from UTC`, "Leave out the Z or the offset");
}

function offsetOf(text: string, offset: string | undefined): number | undefined {
  if (offset === undefined) return undefined;
  if (offset === "Z" || offset === "z") return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4));
  if (hours > 23 || minutes > 59) throw invalid(text, `has the impossible offset ${offset}`);
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

function invalid(text: string, why: string): MomentError {
  return new MomentError("MOMENT_INVALID", `${quote(text)} ${why}`, HINT);
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
