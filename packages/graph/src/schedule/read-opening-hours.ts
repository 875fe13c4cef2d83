import type { JsonSchema } from "../definition/json.ts";
import type { OpeningTimes, TimeCondition } from "../definition/trigger-when.ts";
import type { Problem } from "../definition/problem.ts";
import { DAY, MINUTE } from "../time-zone/calendar.ts";
import { readLocal } from "../time-zone/read-moment.ts";
import { zoneOf } from "../time-zone/local-time.ts";
import { CalendarError, readCalendarField } from "./calendar-field.ts";
import { openingAt } from "./opening-hours.ts";
import type { OpeningHours, OpeningSpan } from "./week-hours.ts";
import { ProblemCollector } from "./problem-collector.ts";

const text = { type: "string", minLength: 1, maxLength: 100 };

export const TIME_CONDITION_SCHEMA: JsonSchema = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  description: "When the event has to be stored.",
  properties: {
    timeZone: { ...text, description: "IANA's name of the zone whose clock and calendar count. Default UTC." },
    hours: {
      type: "array",
      minItems: 1,
      maxItems: 20,
      description: "Times of the week, one of which has to fit. Default: always, except on holidays.",
      items: {
        type: "object",
        additionalProperties: false,
        properties: {
          days: {
            anyOf: [text, { type: "array", items: text, minItems: 1, maxItems: 7 }],
            description: "Days of the week: `mon-fri`, or a list. Default: every day.",
          },
          from: { ...text, description: "When it opens, such as `09:00`. Default: 00:00." },
          to: {
            ...text,
            description: "When it closes, such as `17:00`; before `from`, it closes on the next day. Default: 24:00.",
          },
        },
      },
    },
    holidays: {
      type: "array",
      items: text,
      maxItems: 1_000,
      description: "Dates such as `2026-12-24`, or `12-25` for every year. Hours that begin the day before go on.",
    },
    otherwise: {
      enum: ["filter", "hold"],
      description:
        "What becomes of an event that comes at another time: it is filtered (default), or held until the next opening.",
    },
  },
};

/** Reads a condition that fits `TIME_CONDITION_SCHEMA`. Never throws. There are hours only if there is no problem. */
export function readOpeningHours(
  condition: TimeCondition,
  path = "",
): { readonly hours?: OpeningHours; readonly problems: readonly Problem[] } {
  const { timeZone = "UTC", hours: spans = [{}], holidays = [] } = condition;
  const collector = new ProblemCollector("TIME_CONDITION_INVALID", path);
  collector.at(["timeZone"], () => zoneOf(timeZone));
  const hours: OpeningHours = {
    timeZone,
    spans: spans.map((span, index) => readSpan(span, index, collector)),
    holidays: new Set(holidays.map((date, index) => collector.at(["holidays", index], () => readDate(date)) ?? "")),
  };
  if (collector.problems.length > 0) return { problems: collector.problems };
  const first = openingAt(hours, 0);
  if (!first.open && first.opensAt() === null) {
    collector.add(
      ["holidays"],
      new CalendarError("It never opens: each of the days is a holiday", "Name fewer holidays"),
    );
  }
  return collector.problems.length > 0 ? { problems: collector.problems } : { hours, problems: [] };
}

function readSpan(span: OpeningTimes, index: number, collector: ProblemCollector): OpeningSpan {
  const at = <T>(field: string, read: () => T) => collector.at(["hours", index, field], read);
  const days = at("days", () => readCalendarField("dayOfWeek", [span.days ?? "*"].flat().join(","))) ?? [];
  const from = at("from", () => timeOfDay(span.from ?? "00:00")) ?? 0;
  const to = at("to", () => {
    const end = timeOfDay(span.to ?? "24:00");
    if (end === 0)
      throw new CalendarError("It closes at 00:00, when the day begins", "Write 24:00 for the end of the day");
    if (from % DAY === end % DAY && span.from !== undefined && from !== 0)
      throw new CalendarError("It closes when it opens", "Leave from and to out if it is open all day");
    return end;
  });
  return { days, from, to: to ?? DAY };
}

function timeOfDay(written: string): number {
  const found = /^(\d{1,2}):(\d{2})$/.exec(written.trim());
  const ms = found === null ? Number.NaN : (Number(found[1]) * 60 + Number(found[2])) * MINUTE;
  if (found !== null && ms <= DAY && Number(found[2]) < 60) return ms;
  throw new CalendarError(
    `"${written.slice(0, 40)}" is not a time of day`,
    "Write hours and minutes, such as 09:00 or 24:00",
  );
}

function readDate(written: string): string {
  const date = written.trim();
  const hint = "Write a date, such as 2026-12-25, or 12-25 for every year";
  if (!/^(\d{4}-)?\d{2}-\d{2}$/.test(date)) throw new CalendarError(`"${date.slice(0, 40)}" is not a date`, hint);
  try {
    // 2028 has a 29 February.
    readLocal(date.length === 5 ? `2028-${date}` : date);
  } catch {
    throw new CalendarError(`No calendar has the day "${date}"`, hint);
  }
  return date;
}
