import type { JsonSchema } from "../definition/json.ts";
import type { Problem } from "../definition/problem.ts";
import { DAY, MINUTE } from "../time-zone/calendar.ts";
import { readLocal } from "../time-zone/read-moment.ts";
import { zoneOf } from "../time-zone/local-time.ts";
import { CalendarError, readCalendarField } from "./calendar-field.ts";
import { openingAt, type OpeningHours } from "./opening-hours.ts";
import { ProblemCollector } from "./problem-collector.ts";

/** What somebody writes as a condition on the time: `{ "days": "mon-fri", "from": "09:00", "to": "17:00", "timeZone": "Europe/Berlin" }`. */
export interface TimeCondition {
  readonly timeZone?: string;
  readonly days?: string | readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly except?: readonly string[];
}

const text = { type: "string", minLength: 1, maxLength: 100 };

export const TIME_CONDITION_SCHEMA = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
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
    except: {
      type: "array",
      items: text,
      maxItems: 1_000,
      description:
        "Holidays: dates such as `2026-12-24`, or `12-25` for every year. Hours that begin the day before go on.",
    },
    timeZone: { ...text, description: "IANA's name of the zone whose clock and calendar count. Default UTC." },
  },
} satisfies JsonSchema;

/** Reads a condition that fits `TIME_CONDITION_SCHEMA`. Never throws. There are hours only if there is no problem. */
export function readOpeningHours(
  condition: TimeCondition,
  path = "",
): { readonly hours?: OpeningHours; readonly problems: readonly Problem[] } {
  const { timeZone = "UTC", days = "*", except = [] } = condition;
  const collector = new ProblemCollector("TIME_CONDITION_INVALID", path);
  collector.at(["timeZone"], () => zoneOf(timeZone));
  const hours: OpeningHours = {
    timeZone,
    days: collector.at(["days"], () => readCalendarField("dayOfWeek", [days].flat().join(","))) ?? [],
    from: collector.at(["from"], () => timeOfDay(condition.from ?? "00:00")) ?? 0,
    to: collector.at(["to"], () => timeOfDay(condition.to ?? "24:00")) ?? DAY,
    except: new Set(except.map((date, index) => collector.at(["except", index], () => readDate(date)) ?? "")),
  };
  if (collector.problems.length > 0) return { problems: collector.problems };
  if (hours.from % DAY === hours.to % DAY && (condition.from ?? "00:00") !== "00:00") {
    collector.at(["to"], () => {
      throw new CalendarError("It closes when it opens", "Leave from and to out if it is open all day");
    });
  } else if (hours.to === 0) {
    collector.at(["to"], () => {
      throw new CalendarError("It closes at 00:00, when the day begins", "Write 24:00 for the end of the day");
    });
  } else {
    const first = openingAt(hours, 0);
    if (!first.open && first.opensAt === null) {
      collector.at(["except"], () => {
        throw new CalendarError("It never opens: each of the days is excepted", "Except fewer dates");
      });
    }
  }
  return collector.problems.length > 0 ? { problems: collector.problems } : { hours, problems: [] };
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
  // 2028 has a 29 February.
  readLocal(/^\d{2}-\d{2}$/.test(date) ? `2028-${date}` : date);
  if (/^(\d{4}-)?\d{2}-\d{2}$/.test(date)) return date;
  throw new CalendarError(
    `"${date.slice(0, 40)}" has a time`,
    "Write a date, such as 2026-12-25, or 12-25 for every year",
  );
}
