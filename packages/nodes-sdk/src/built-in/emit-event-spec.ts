import { z } from "zod";
import { anyJson } from "../define/any-json.ts";
import { OUTAGE_RETRY } from "./outage-retry.ts";

/** The manifest data of `emit_event`, shared by the worker and local runs. */
export const emitEventSpec = {
  type: "emit_event",
  sentence: "emit the event {eventType:name}",
  title: "Emit event",
  description:
    "Stores an event as if it had come from outside: it starts the workflows whose triggers fit. Once per step.",
  input: z.object({
    eventType: z.string().min(1).max(256).describe("Type of the event, such as order.paid."),
    data: anyJson.default({}).describe("Its payload; may hold templates."),
    source: z.string().min(1).max(1024).optional().describe("Default: tempograph:<execution id>."),
    subject: z.string().min(1).max(1024).optional().describe("What it is about, such as an order's number."),
  }),
  output: z.object({ eventId: z.string() }),
  idempotent: true,
  retry: OUTAGE_RETRY,
  timeout: { startToClose: "30s" },
  example: { eventType: "order.paid", data: { orderId: "{{ payload.orderId }}" } },
} as const;
