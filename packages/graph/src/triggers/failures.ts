import { DurationError, parseDuration } from "../definition/duration.ts";
import type { Duration } from "../definition/graph.ts";
import type { JsonSchema } from "../definition/json.ts";
import type { Problem } from "../definition/problem.ts";
import type { Trigger } from "../definition/trigger.ts";
import type { TimeCondition } from "../definition/trigger-when.ts";
import { openingAt } from "../schedule/opening-hours.ts";
import { readOpeningHours, TIME_CONDITION_SCHEMA } from "../schedule/read-opening-hours.ts";
import { configProblem } from "./config-problem.ts";
import type { TriggerDescription } from "./trigger-description.ts";
import { triggerSource } from "./trigger-source.ts";

/** The type of the events that tell of failures. */
export const FAILURES_EVENT_TYPE = "tempograph.failures";

const WHAT = ["failed", "timedOut", "terminated", "incident"] as const;

/** The `config` of a trigger of the kind `failures`. Which failures are noted for it is decided by the same rule in `db/src/queries/triggers/told-failures.ts`. */
export interface FailuresConfig {
  readonly workflows?: readonly string[];
  readonly on?: readonly (typeof WHAT)[number][];
  readonly every?: Duration;
  readonly repeatAfter?: Duration;
  readonly quietHours?: Pick<TimeCondition, "timeZone" | "hours">;
  readonly link?: string;
}

/** How often failures are told, and when the same is told again, unless the trigger says otherwise. */
export const FAILURES_DEFAULTS = { every: "1m", repeatAfter: "1h" } as const;

const DAY_MS = 86_400_000;
const BOUNDS = { every: [10_000, DAY_MS], repeatAfter: [60_000, 30 * DAY_MS] } as const;

const configOf = (trigger: Trigger): FailuresConfig => trigger.config as unknown as FailuresConfig;

const { timeZone, hours } = (TIME_CONDITION_SCHEMA as { readonly properties: Readonly<Record<string, JsonSchema>> })
  .properties as Readonly<Record<"timeZone" | "hours", JsonSchema>>;

/** Whether nothing is told at a moment, in milliseconds since the epoch. */
export function isQuietAt({ quietHours }: FailuresConfig, ms: number): boolean {
  if (quietHours === undefined) return false;
  const read = readOpeningHours(quietHours).hours;
  return read !== undefined && openingAt(read, ms).open;
}

/** Whether each minute of a week is quiet, by one range or by several together. */
function isAlwaysQuiet(quietHours: TimeCondition): boolean {
  const { hours } = readOpeningHours(quietHours);
  if (hours === undefined) return false;
  for (let ms = 0; ms < 7 * DAY_MS; ms += 60_000) if (!openingAt(hours, ms).open) return false;
  return true;
}

/** Executions of the project fail. Those with the same fingerprint are told together, and not again for a time. */
export const failures: TriggerDescription = {
  kind: "failures",
  title: "Failures",
  description:
    "Starts the workflow when executions of the project fail, such as to send a mail: the same failure once in a while with its count, and not in quiet hours.",
  config: {
    type: "object",
    properties: {
      workflows: {
        type: "array",
        items: { type: "string", minLength: 1, maxLength: 200 },
        title: "Workflows",
        description: "Whose failures: ids, keys or names. Default: every workflow of the project but this one.",
        minItems: 1,
        maxItems: 100,
        uniqueItems: true,
      },
      on: {
        type: "array",
        items: { enum: [...WHAT] },
        title: "On",
        description:
          "What is told: `failed` (also timed out or terminated), `timedOut`, `terminated`, `incident` (a step waits for a person). Default: `failed` and `incident`.",
        minItems: 1,
        uniqueItems: true,
      },
      every: {
        type: ["string", "integer"],
        title: "Every",
        description: "How often something is told at most: `1m` (default). What fails meanwhile is told together.",
      },
      repeatAfter: {
        type: ["string", "integer"],
        title: "Repeat after",
        description: "When a failure with the same fingerprint is told again: `1h` (default).",
      },
      quietHours: {
        type: "object",
        title: "Quiet hours",
        description:
          "Times of the week at which nothing is told, as in `when.time`. What fails meanwhile is told together when they end.",
        properties: { timeZone, hours },
        required: ["hours"],
        additionalProperties: false,
      },
      link: {
        type: "string",
        title: "Link",
        description: "The address of Tempograph, for links in the text: `https://tempograph.example.com`.",
        pattern: "^https?://",
        maxLength: 500,
      },
    },
    additionalProperties: false,
  },
  example: {
    quietHours: { timeZone: "Europe/Berlin", hours: [{ from: "22:00", to: "07:00" }, { days: "sat,sun" }] },
    link: "https://tempograph.example.com",
  },
  listensTo: ({ id }, workflowId) => ({
    eventType: FAILURES_EVENT_TYPE,
    source: triggerSource("failures", workflowId, id),
  }),
  *check(trigger) {
    const { quietHours, ...config } = configOf(trigger);
    for (const field of ["every", "repeatAfter"] as const) yield* durationProblems(field, config[field]);
    if (quietHours === undefined) return;
    yield* readOpeningHours(quietHours, "/config/quietHours").problems;
    if (isAlwaysQuiet(quietHours))
      yield configProblem(
        "/quietHours/hours",
        "It is always quiet: nothing would ever be told.",
        "Name the hours with from and to.",
      );
  },
  patterns: ["executions fail"],
  sentence(trigger) {
    const { workflows } = configOf(trigger);
    return `when executions ${workflows === undefined ? "" : `of ${workflows.join(", ")} `}fail`;
  },
};

function* durationProblems(field: keyof typeof BOUNDS, value: Duration | undefined): Iterable<Problem> {
  if (value === undefined) return;
  const [least, most] = BOUNDS[field];
  try {
    const ms = parseDuration(value);
    if (ms < least || ms > most)
      yield configProblem(
        `/${field}`,
        `This is between ${String(least / 1_000)} seconds and ${String(most / DAY_MS)} ${most === DAY_MS ? "day" : "days"}.`,
        `Write "${FAILURES_DEFAULTS[field]}".`,
      );
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    yield configProblem(`/${field}`, error.message, error.hint);
  }
}
