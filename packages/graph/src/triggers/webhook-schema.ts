import type { JsonSchema } from "../definition/json.ts";
import { MAX_EVENT_TYPE_LENGTH } from "../definition/limits.ts";
import { pathSchema } from "./hook-path.ts";
import {
  ANSWER_SECONDS,
  CHALLENGES,
  HOOK_BYTES,
  HOOK_METHODS,
  HOOK_PER_MINUTE,
  SIGNATURE_PRESETS,
} from "./webhook-config.ts";

const HEADER_NAME = "^[A-Za-z0-9-]{1,100}$";

/** What a form's and a webhook's configuration have in common. */
export const eventTypeSchema = {
  type: "string",
  title: "Event type",
  minLength: 1,
  maxLength: MAX_EVENT_TYPE_LENGTH,
} as const;

export const perMinuteSchema = {
  type: "integer",
  title: "Requests in a minute",
  description: `Further ones get 429. Counted in each API process. Default: ${HOOK_PER_MINUTE.default}.`,
  minimum: 1,
  maximum: HOOK_PER_MINUTE.most,
} as const;

export const timeoutSchema = {
  type: "integer",
  description: `For \`respond\`: how long the sender waits. Default: ${ANSWER_SECONDS.default}.`,
  minimum: 1,
  maximum: ANSWER_SECONDS.most,
} as const;

/** JSON Schema of a webhook's `config`. */
export const webhookSchema: JsonSchema = {
  type: "object",
  properties: {
    path: pathSchema,
    methods: {
      type: "array",
      title: "Methods",
      description: "Which requests it takes. Default: POST.",
      items: { enum: [...HOOK_METHODS] },
      minItems: 1,
      maxItems: HOOK_METHODS.length,
    },
    auth: {
      type: "object",
      title: "Authentication",
      description: "How senders prove who they are. Without it everybody who knows the address can send.",
      properties: {
        type: { enum: ["none", "token", "basic", "hmac"] },
        connection: { type: "string", description: "A connection of the type `webhook.secret`, by its name." },
        header: { type: "string", description: "For `token`. Default: Authorization.", pattern: HEADER_NAME },
        user: { type: "string", description: "For `basic`; the secret is the password.", minLength: 1, maxLength: 200 },
        preset: { enum: [...SIGNATURE_PRESETS], description: "For `hmac`: who signs. Default: standard." },
        toleranceSeconds: { type: "integer", minimum: 1, maximum: 86_400 },
      },
      required: ["type"],
      additionalProperties: false,
    },
    eventType: { ...eventTypeSchema, description: "The type of its events. Default: webhook.received." },
    deliveryId: {
      type: "object",
      title: "Delivery id",
      description: "Where the sender says which delivery it is. A second request with the same id makes no event.",
      properties: {
        header: { type: "string", pattern: HEADER_NAME },
        field: { type: "string", description: "A field of the JSON body, such as id.", minLength: 1, maxLength: 200 },
      },
      additionalProperties: false,
    },
    answer: {
      type: "object",
      title: "Answer",
      description: "Default: 202 with the event's id.",
      properties: {
        type: { enum: ["accepted", "fixed", "respond"] },
        status: { type: "integer", minimum: 200, maximum: 599 },
        headers: { type: "object", additionalProperties: { type: "string" } },
        body: { description: "A text, or JSON." },
        timeoutSeconds: timeoutSchema,
      },
      required: ["type"],
      additionalProperties: false,
    },
    challenge: {
      enum: [...CHALLENGES],
      title: "Question of the sender",
      description: "Who asks at this address whether somebody expects its webhooks.",
    },
    perMinute: perMinuteSchema,
    maxBytes: {
      type: "integer",
      title: "Bytes of a body",
      description: "Larger bodies get 413. Default: 1 MiB.",
      minimum: 1,
      maximum: HOOK_BYTES.most,
    },
  },
  additionalProperties: false,
};
