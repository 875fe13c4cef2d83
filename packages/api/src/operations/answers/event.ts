import type { EventRecord } from "@tempograph/db";
import { z } from "zod";
import { answer } from "../fields.ts";
import { any, moment } from "./problem.ts";

export const eventAnswer = answer(
  "Event",
  "Something that happened, with the CloudEvents attributes. Stored before it is acknowledged.",
  {
    id: z.string().describe("`evt_…`"),
    type: z.string().describe("CloudEvents `type`, such as `lead.created`."),
    source: z.string().describe("CloudEvents `source`: who says so."),
    subject: z.string().nullable().describe("CloudEvents `subject`: what it is about."),
    time: moment.describe("CloudEvents `time`: when it happened."),
    data: any.describe("The payload."),
    idempotencyKey: z
      .string()
      .nullable()
      .describe("The sender's key: a second event with it is answered with the first."),
    resendOf: z.string().nullable().describe("The event that this one sends again."),
    receivedAt: moment.describe("When it was stored."),
    dispatchedAt: moment.nullable().describe("When it was matched against the triggers. Null: waits for that."),
    matched: z.int().nullable().describe("How many executions came of it. Null until it is dispatched."),
  },
);

export function eventJson({ seq: _, ...event }: EventRecord) {
  return event;
}
