import { Validator, type Schema } from "@cfworker/json-schema";
import { MAX_EVENT_TYPE_LENGTH, MAX_LOCK_KEY_LENGTH } from "../definition/limits.ts";
import type { Json, JsonSchema } from "../definition/json.ts";

const any: JsonSchema = {};
const text: JsonSchema = { type: "string" };
const name: JsonSchema = { type: "string", minLength: 1 };
const time: JsonSchema = { type: "number", minimum: 0, description: "ms since epoch" };
const deadline: JsonSchema = { type: ["number", "null"], description: "ms since epoch" };
const lockKey: JsonSchema = { type: "string" };
const policy: JsonSchema = { enum: ["requestCancel", "terminate", "abandon"] };
const event = object({ id: name, type: name, source: text, time: text, data: any }, { subject: text });
const failure = object(
  { code: name, message: text },
  { path: text, hint: text, retryable: { type: "boolean" }, details: any, others: { type: "array" } },
);
const callReply = object({ executionId: name, status: name }, { output: any, failure });
const eventReply = object({ event });
const lockReply = object({ granted: { const: true } });

/**
 * The JSON Schema (draft 2020-12) of each message between the interpreter and its activities, by the name of its
 * TypeScript type. A worker in another language implements these messages. The schemas allow unknown fields, because a
 * later version may add some.
 */
export const CONTRACT_SCHEMAS = {
  StepMeta: object(
    {
      idempotencyKey: name,
      path: name,
      nodeId: name,
      workflow: object({ id: text, name: text, version: { type: "integer", minimum: 0 } }),
    },
    { attempts: object({ most: { type: "integer", minimum: 0 }, mostMs: { type: "number", minimum: 0 } }) },
  ),
  StepResult: object({ output: any }, { port: name, time, path: name }),
  FailureDetails: object({ message: text, path: text }, { hint: text, details: any, time, spent: { type: "boolean" } }),
  CallRequest: {
    oneOf: [
      object(
        { op: { const: "start" }, workflow: name, data: any, wait: { type: "boolean" }, parentClosePolicy: policy },
        { version: { type: "integer", minimum: 1 } },
      ),
      object({ op: { const: "cancel" }, executionId: name, policy }),
    ],
  },
  CallAnswer: object({ executionId: name, workflowId: name, version: { type: "integer", minimum: 1 } }),
  CallReply: callReply,
  WaitForEventRequest: object({
    eventType: { type: "string", minLength: 1, maxLength: MAX_EVENT_TYPE_LENGTH },
    match: any,
    lookBackMs: { type: "number", minimum: 0 },
    untilMs: deadline,
  }),
  WaitForEventAnswer: object({ event: { anyOf: [event, { type: "null" }] } }),
  EventReply: eventReply,
  LockRequest: {
    oneOf: [
      object({ op: { const: "acquire" }, key: lockKey, untilMs: deadline }),
      object({ op: { const: "release" }, key: lockKey, holder: name }),
    ],
    $comment: `The key of a lock has 1 to ${MAX_LOCK_KEY_LENGTH} characters. Any other key fails with INPUT_INVALID.`,
  },
  LockAnswer: object({ granted: { type: "boolean" } }),
  LockReply: lockReply,
  ReplySignal: object({ path: name, key: name, reply: { anyOf: [callReply, eventReply, lockReply] }, time }),
} satisfies { readonly [type: string]: JsonSchema };

export type ContractType = keyof typeof CONTRACT_SCHEMAS;

/** Describes each place where a message violates its schema; empty if the message fits. */
export function contractProblems(type: ContractType, message: unknown): readonly string[] {
  const { errors } = validatorOf(type).validate(message);
  return errors.map(({ instanceLocation, error }) => `${instanceLocation.slice(1) || "(top)"}: ${error}`);
}

const validators = new Map<ContractType, Validator>();

function validatorOf(type: ContractType): Validator {
  let validator = validators.get(type);
  if (validator === undefined) {
    // The library modifies the schema that it is given, so it gets a copy.
    validator = new Validator(JSON.parse(JSON.stringify(CONTRACT_SCHEMAS[type])) as Schema, "2020-12", false);
    validators.set(type, validator);
  }
  return validator;
}

function object(
  required: { readonly [field: string]: JsonSchema },
  optional: { readonly [field: string]: JsonSchema } = {},
): { readonly [keyword: string]: Json } {
  return { type: "object", required: Object.keys(required), properties: { ...required, ...optional } as Json };
}
