import { refuse } from "../../app/app-error.ts";
import { MAX_BATCH, MAX_EVENT_BYTES, sendEvents, type SentEvent } from "../../app/send-events.ts";
import { z } from "zod";
import { input, listOf } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { readEventRequest } from "./event-body.ts";
import { eventInput } from "./send-input.ts";

const sentAnswer = z.object({
  id: z.string().describe("`evt_…`"),
  deduplicated: z.boolean().describe("An event with this idempotency key was there already: this is its id."),
});

/** Stores an event; the answer comes after commit (I1). Events are their own record: they are not audited. */
export const eventSend = defineOperation({
  name: "eventSend",
  kind: "mutation",
  permission: "events",
  summary: "Send an event",
  description: "Stores an event and acknowledges it. Workflows whose triggers match start shortly after.",
  input: eventInput,
  errors: ["validation", "conflict"],
  idempotency: "idempotencyKey",
  result: { type: "EventSendPayload" },
  rest: {
    method: "POST",
    path: "/events",
    tag: "events",
    description:
      "The body is the payload; or a CloudEvent, structured (`Content-Type: application/cloudevents+json`) or binary (`ce-…` headers). " +
      "Answered once it is stored: from then on nothing loses it.",
    status: 202,
    // Room for the envelope of a CloudEvent, and for generous white space.
    bodyLimit: MAX_EVENT_BYTES * 2,
    read: readEventRequest,
    query: {
      type: "Event type. Default `event`.",
      source: "Who says so. Default `api`.",
      subject: "What it is about.",
    },
    headers: {
      "x-event-type": "Event type, if not in the query.",
      "idempotency-key":
        "The same event sent again with the same key counts once. CloudEvents have theirs: source and id.",
    },
    body: z.unknown().describe("The payload: any JSON."),
    example: { lead: { source: "LinkedIn", score: 90, title: "CEO" } },
    answer: { schema: sentAnswer, from: (sent) => sent },
    location: ({ id }: SentEvent) => `/events/${id}`,
  },
  async run({ deps }, event) {
    const [sent] = await sendEvents(deps, [event]);
    return sent!;
  },
});

/** Stores several events. Each stands for itself: a bad one does not keep the others out. */
export const eventSendBatch = defineOperation({
  name: "eventSendBatch",
  kind: "mutation",
  permission: "events",
  summary: "Send several events",
  description: "Stores several events. Each stands for itself: a bad one does not keep the others out.",
  input: input("EventSendBatchInput", "Several events.", { events: listOf(eventInput, "1 to 500 events.") }),
  errors: ["validation"],
  idempotency: "idempotencyKey",
  result: { type: "EventSendBatchPayload" },
  async run({ deps }, { events }) {
    if (events.length > 0 && events.length <= MAX_BATCH) return { ok: true, value: await sendEvents(deps, events) };
    return refuse({
      code: "INVALID_INPUT",
      message: `The batch has ${String(events.length)} events; 1 to ${String(MAX_BATCH)} are allowed.`,
      path: "/events",
      hint: "Send several batches.",
    });
  },
});
