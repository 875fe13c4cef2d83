import { EXECUTION_STATUSES } from "../definition/execution-status.ts";
import type { JsonSchema } from "../definition/json.ts";
import { MAX_ID_LENGTH, MAX_LOOKUPS, MAX_STATE_KEY_LENGTH } from "../definition/limits.ts";
import { DEFAULT_LOOKUP_CACHE } from "../definition/trigger-when.ts";
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

const LOOKUP_SCHEMA: JsonSchema = {
  type: "object",
  additionalProperties: false,
  required: ["node", "as"],
  properties: {
    node: { type: "string", minLength: 1, maxLength: MAX_ID_LENGTH, description: "A node type of the catalogue." },
    input: { type: "object", description: "The data of the node. Templates in it read the event." },
    as: {
      type: "string",
      pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
      maxLength: 100,
      description: "The condition reads the output as `lookup.<as>`.",
    },
    cache: {
      anyOf: [
        { type: "string", minLength: 1, maxLength: 64 },
        { type: "number", minimum: 0 },
      ],
      description: `How old an answer for the same input may be. Default \`${DEFAULT_LOOKUP_CACHE}\`; 0 asks for each event.`,
    },
  },
};

const LOOKUPS_SCHEMA: JsonSchema = {
  if: { type: "array" },
  then: { minItems: 1, maxItems: MAX_LOOKUPS, items: LOOKUP_SCHEMA },
  else: LOOKUP_SCHEMA,
  description: "Nodes that run before the condition, which reads what they find out.",
};

/** The field `when` of a trigger of any kind. */
export const WHEN_SCHEMA: JsonSchema = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  properties: { time: TIME_CONDITION_SCHEMA, history: HISTORY_SCHEMA, state: STATE_SCHEMA, lookup: LOOKUPS_SCHEMA },
};

export const WHEN_EXAMPLE = {
  time: { timeZone: "Europe/Berlin", hours: [{ days: "mon-fri", from: "09:00", to: "17:00" }] },
};

export const LOOKUP_EXAMPLE = {
  node: "http_call",
  input: { url: "https://crm.example.com/customers/{{ payload.customer }}" },
  as: "customer",
};
