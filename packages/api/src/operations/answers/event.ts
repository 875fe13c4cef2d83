import type { EventRecord } from "@tempograph/db";
import { z } from "zod";
import { json, moment } from "./problem.ts";

export const eventAnswer = z
  .object({
    id: z.string().describe("`evt_…`"),
    type: z.string(),
    source: z.string(),
    subject: z.string().nullable(),
    time: moment,
    data: json,
    idempotencyKey: z.string().nullable(),
    resendOf: z.string().nullable().describe("The event that this one sends again."),
    receivedAt: moment,
    dispatchedAt: moment.nullable().describe("Null: waits for the dispatcher."),
    matched: z.int().nullable().describe("How many executions came of it; null until dispatched."),
  })
  .meta({ id: "Event" });

export function eventJson({ seq: _, ...event }: EventRecord) {
  return event;
}
