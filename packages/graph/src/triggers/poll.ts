import type { Duration } from "../definition/graph.ts";
import { DurationError, parseDuration } from "../definition/duration.ts";
import type { JsonObject } from "../definition/json.ts";
import { MAX_EVENT_TYPE_LENGTH } from "../definition/limits.ts";
import type { Trigger } from "../definition/trigger.ts";
import { configProblem } from "./config-problem.ts";
import type { TriggerDescription } from "./trigger-description.ts";
import { triggerSource } from "./trigger-source.ts";

/** The type of the events that polls make, unless the trigger names another one. */
export const POLL_EVENT_TYPE = "poll.item";

/** The `config` of a trigger of the kind `poll`. */
export interface PollConfig {
  readonly source: string;
  readonly input?: JsonObject;
  readonly connection?: string;
  readonly every: Duration;
  readonly from?: "now" | "beginning";
  readonly eventType?: string;
}

const SHORTEST_MS = 5_000;
const LONGEST_MS = 7 * 86_400_000;

const configOf = (trigger: Trigger): PollConfig => trigger.config as unknown as PollConfig;

/** A source is asked from time to time what is new. Each new item becomes an event. */
export const poll: TriggerDescription = {
  kind: "poll",
  title: "Poll",
  description:
    "Asks a source from time to time what is new, such as a feed or a list of JSON, and starts the workflow for each new item.",
  config: {
    type: "object",
    properties: {
      source: {
        type: "string",
        title: "Source",
        description: "A type of source, as `sourceTypes` lists them: `rss`.",
        maxLength: 64,
      },
      input: {
        type: "object",
        title: "Input",
        description: "What the source has to know. Its schema is that of the source.",
      },
      connection: {
        type: "string",
        title: "Connection",
        description: "The name of a connection with the credentials.",
        maxLength: 200,
      },
      every: {
        type: ["string", "integer"],
        title: "Every",
        description: "How often it is asked: `5m`, `1h`. At least 5 seconds.",
      },
      from: {
        enum: ["now", "beginning"],
        title: "From",
        description:
          "Whether what the source has at the first poll counts as known (`now`, the default) or as new (`beginning`).",
      },
      eventType: {
        type: "string",
        title: "Event type",
        description: "The type of the events. Default `poll.item`.",
        minLength: 1,
        maxLength: MAX_EVENT_TYPE_LENGTH,
      },
    },
    required: ["source", "every"],
    additionalProperties: false,
  },
  example: { source: "rss", input: { url: "https://example.com/feed.xml" }, every: "5m" },
  listensTo: (trigger, workflowId) => ({
    eventType: configOf(trigger)?.eventType ?? POLL_EVENT_TYPE,
    source: triggerSource("poll", workflowId, trigger.id),
  }),
  *check(trigger) {
    const { every, eventType } = configOf(trigger);
    if (eventType?.includes("*") === true)
      yield configProblem(
        "/eventType",
        "An event has one type, without `*`.",
        "Write a type such as `article.published`.",
      );
    try {
      const ms = parseDuration(every);
      if (ms < SHORTEST_MS || ms > LONGEST_MS)
        yield configProblem(
          "/every",
          "A source is asked at most every 5 seconds, and at least once in 7 days.",
          'Write "5m".',
        );
    } catch (error) {
      if (!(error instanceof DurationError)) throw error;
      yield configProblem("/every", error.message, error.hint);
    }
  },
  patterns: ["the source {source:name} has something new[ every {every}]"],
  sentence(trigger) {
    const { source, every } = configOf(trigger);
    return `when the source ${source} has something new, which is asked every ${typeof every === "number" ? `${String(every)} ms` : every}`;
  },
};
