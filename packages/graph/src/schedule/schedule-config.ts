import type { Duration } from "../definition/graph.ts";
import type { JsonSchema } from "../definition/json.ts";

/** What somebody writes in the `config` of a trigger of the kind `schedule`. At least one of `cron`, `every` and `calendar` is there. */
export interface ScheduleConfig {
  readonly cron?: string | readonly string[];
  readonly every?: Duration | Every | readonly (Duration | Every)[];
  readonly calendar?: CalendarConfig | readonly CalendarConfig[];
  readonly except?: CalendarConfig | readonly CalendarConfig[];
  readonly timeZone?: string;
  readonly startAt?: string;
  readonly endAt?: string;
  readonly jitter?: Duration;
  readonly catchUpWindow?: Duration;
  readonly overlap?: Overlap;
}

/** What happens at a time at which an execution that this schedule has started is still open. */
export type Overlap = "allowAll" | "skip" | "bufferOne" | "bufferAll" | "cancelOther";

export interface Every {
  readonly every: Duration;
  readonly offset?: Duration;
}

export type CalendarConfig = {
  readonly [field in "second" | "minute" | "hour" | "dayOfMonth" | "month" | "dayOfWeek" | "year"]?: string | number;
};

/** How many crons, intervals, calendars or exceptions one schedule may have. */
const MOST_SCHEDULE_PARTS = 50;
const LONGEST_TEXT = 200;

const text = { type: "string", minLength: 1, maxLength: LONGEST_TEXT };
const duration = { anyOf: [{ type: "integer", minimum: 0 }, text] };
const field = (description: string): JsonSchema => ({ anyOf: [{ type: "integer", minimum: 0 }, text], description });
const oneOrMore = (item: JsonSchema, description: string): JsonSchema => ({
  anyOf: [item, { type: "array", items: item, minItems: 1, maxItems: MOST_SCHEDULE_PARTS }],
  description,
});

const calendar = {
  type: "object",
  minProperties: 1,
  additionalProperties: false,
  properties: {
    second: field("Default 0."),
    minute: field("Default 0."),
    hour: field("Default 0."),
    dayOfMonth: field("1 to 31. Default: every day."),
    month: field("1 to 12, or names such as `jan`. Default: every month."),
    dayOfWeek: field("0 (Sunday) to 6, or names such as `mon-fri`. Default: every day."),
    year: field("Default: every year."),
  },
};

const every = {
  type: "object",
  required: ["every"],
  additionalProperties: false,
  properties: {
    every: { ...duration, description: "The interval, at least a second." },
    offset: { ...duration, description: "How much later than the multiples of the interval it fires." },
  },
};

export const SCHEDULE_CONFIG_SCHEMA = {
  type: "object",
  additionalProperties: false,
  anyOf: [{ required: ["cron"] }, { required: ["every"] }, { required: ["calendar"] }],
  properties: {
    cron: oneOrMore(
      text,
      "Minute, hour, day of the month, month, day of the week: `0 9 * * mon-fri`. Seven fields begin with seconds and end with years.",
    ),
    every: oneOrMore(
      { anyOf: [{ type: "integer", minimum: 1 }, text, every] },
      "An interval, such as `15m`, counted from 1970-01-01T00:00Z; `{ every, offset }` moves it.",
    ),
    calendar: oneOrMore(calendar, "Times whose every field matches. A field is written as in a cron."),
    except: oneOrMore(
      calendar,
      "Times at which it does not fire, though one of the others matches. Here every field that is missing matches all.",
    ),
    timeZone: { ...text, description: "IANA's name of the zone that crons and calendars are read in. Default UTC." },
    startAt: { ...text, description: "The first moment at which it may fire." },
    endAt: { ...text, description: "The last moment at which it may fire." },
    jitter: { ...duration, description: "It fires later than planned by a random part of this time." },
    overlap: {
      enum: ["allowAll", "skip", "bufferOne", "bufferAll", "cancelOther"] satisfies Overlap[],
      description:
        "What happens at a time at which an execution that this schedule has started is open. Default `allowAll`: they run side by side.",
    },
    catchUpWindow: {
      ...duration,
      description:
        "How late a time that was missed in an outage is still made up for, at least 10 seconds. Default: a year.",
    },
  },
} satisfies JsonSchema;
