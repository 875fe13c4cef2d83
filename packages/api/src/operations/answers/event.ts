import type { EventRecord } from "@tempograph/db";
import { z } from "zod";
import { answer, payload } from "../fields.ts";
import { any, moment } from "./problem.ts";

export const eventAnswer = answer(
  "Event",
  "Something that happened, with the CloudEvents attributes. Stored before it is acknowledged.",
  {
    id: z.string().describe("`evt_…`"),
    type: z.string().describe("CloudEvents `type`, such as `lead.created`."),
    source: z.string().describe("CloudEvents `source`: the system that sent the event."),
    subject: z.string().nullable().describe("CloudEvents `subject`: what the event is about."),
    time: moment.describe("CloudEvents `time`: when the event happened."),
    attributes: payload(
      any
        .nullable()
        .describe(
          "Further attributes of the CloudEvent: `datacontenttype`, `dataschema` and extensions. Null if it has none.",
        ),
    ),
    data: payload(any.describe("The payload.")),
    idempotencyKey: z
      .string()
      .nullable()
      .describe(
        "The sender's idempotency key. A second event with the same key is not stored; the answer names the first one.",
      ),
    resendOf: z.string().nullable().describe("The event that this one repeats."),
    receivedAt: moment.describe("When it was stored."),
    dispatchedAt: moment.nullable().describe("When it was matched against the triggers. Null if it still waits."),
    matched: z.int().nullable().describe("The number of executions that it started. Null until it is dispatched."),
  },
  // A sender, who may not read, sees the attributes of the event that it has just sent.
  { access: "known" },
);

export function eventJson({ seq: _, ...event }: EventRecord) {
  return event;
}
