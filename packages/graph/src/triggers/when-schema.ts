import { EXECUTION_STATUSES } from "../definition/execution-status.ts";
import type { JsonSchema } from "../definition/json.ts";
import { MAX_STATE_KEY_LENGTH } from "../definition/limits.ts";
import { TIME_CONDITION_SCHEMA } from "../schedule/read-opening-hours.ts";

const HISTORY_SCHEMA: JsonSchema = {
  type: "object",
  additionalProperties: false,
  required: ["noneWithin"],
  description: "Not if the trigger has started an execution for the same subject shortly before.",
  properties: {
    noneWithin: {
      anyOf: [
        { type: "string", minLength: 1, maxLength: 64 },
        { type: "number", minimum: 1 },
      ],
      description: 'How long before, such as `"24h"`.',
    },
    subject: {
      type: "string",
      minLength: 1,
      maxLength: 1_000,
      description:
        "A template, such as `{{ payload.customer }}`: events with the same value are about the same subject. Default: all are.",
    },
    statuses: {
      type: "array",
      minItems: 1,
      items: { enum: EXECUTION_STATUSES },
      description: "Executions of these statuses count. Default: of any.",
    },
  },
};

const STATE_SCHEMA: JsonSchema = {
  type: "array",
  minItems: 1,
  maxItems: 20,
  description: "Entries of the memory that the condition reads as `state.<name>`.",
  items: {
    anyOf: [
      { type: "string", minLength: 1, maxLength: MAX_STATE_KEY_LENGTH },
      {
        type: "object",
        additionalProperties: false,
        required: ["key"],
        properties: {
          key: { type: "string", minLength: 1, maxLength: 1_000, description: "May be a template." },
          as: {
            type: "string",
            minLength: 1,
            maxLength: 100,
            description: "The name in the condition. Default: the key.",
          },
          scope: { enum: ["workflow", "project"], description: "Whose memory it is. Default: the workflow's." },
        },
      },
    ],
  },
};

/** The field `when` of a trigger of any kind. */
export const WHEN_SCHEMA: JsonSchema = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  properties: { time: TIME_CONDITION_SCHEMA, history: HISTORY_SCHEMA, state: STATE_SCHEMA },
};

export const WHEN_EXAMPLE = {
  time: { timeZone: "Europe/Berlin", hours: [{ days: "mon-fri", from: "09:00", to: "17:00" }] },
};
