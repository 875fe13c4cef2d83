import { invalidInput, refuse } from "../../app/app-error.ts";
import { MAX_BATCH, MAX_BATCH_BYTES, MAX_EVENT_BYTES, sendEvents, type SentEvent } from "../../app/send-events.ts";
import { z } from "zod";
import { input, listOf } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { CLOUD_EVENTS_BATCH, readEventBatch, readEventRequest } from "./event-body.ts";
import { refusalOfBatch } from "./batch-refusal.ts";
import { eventInput } from "./send-input.ts";

const sentAnswer = z.object({
  id: z.string().describe("`evt_…`"),
  deduplicated: z
    .boolean()
    .describe("Whether an event with this idempotency key was stored before; the id is then that event's."),
});

/** Stores an event and answers after the commit (I1). It is not audited, because the event itself is the record. */
export const eventSend = defineOperation({
  name: "eventSend",
  kind: "mutation",
  permission: "events",
  summary: "Send an event",
  description: "Stores an event and acknowledges it. Workflows whose triggers match are started shortly afterwards.",
  input: eventInput,
  errors: ["validation", "conflict", "unavailable"],
  idempotency: "idempotencyKey",
  result: { type: "EventSendPayload" },
  rest: {
    method: "POST",
    path: "/events",
    tag: "events",
    description:
      "The body is the payload, or a CloudEvent in structured mode (`Content-Type: application/cloudevents+json`) or binary mode (`ce-…` headers), " +
      `or a list of CloudEvents (\`${CLOUD_EVENTS_BATCH}\`; at most ${String(MAX_BATCH)} events and ${String(MAX_BATCH_BYTES / MAX_EVENT_BYTES)} MiB), which is answered with \`{ "events": [ … ] }\`, one answer for each event. ` +
      "The answer comes when the event is stored and can no longer be lost.",
    status: 202,
    // The limit leaves room for the envelope of a CloudEvent and for white space.
    bodyLimit: MAX_EVENT_BYTES * 2,
    read: readEventRequest,
    query: {
      type: "The event type. Default `event`.",
      source: "The system that sends the event. Default `api`.",
      subject: "What the event is about.",
    },
    headers: {
      "x-event-type": "The event type, if it is not in the query.",
      "idempotency-key":
        "An event that is sent again with the same key counts once. The key of a CloudEvent is its source and id.",
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

/** Stores several events. Each has a result of its own: an invalid event does not prevent the others from being stored. */
export const eventSendBatch = defineOperation({
  name: "eventSendBatch",
  kind: "mutation",
  permission: "events",
  summary: "Send several events",
  description:
    "Stores several events. Each has a result of its own: an invalid event does not prevent the others from being stored.",
  input: input("EventSendBatchInput", "Several events.", { events: listOf(eventInput, "1 to 500 events.") }),
  errors: ["validation", "unavailable"],
  idempotency: "idempotencyKey",
  result: { type: "EventSendBatchPayload" },
  rest: {
    method: "POST",
    path: "/events",
    tag: "events",
    consumes: CLOUD_EVENTS_BATCH,
    status: 202,
    bodyLimit: MAX_BATCH_BYTES,
    read: readEventBatch,
    body: z.array(z.looseObject({})).describe("CloudEvents 1.0, each in structured mode."),
    refusal: refusalOfBatch,
    answer: {
      schema: z.object({ events: z.array(sentAnswer).describe("The results in the order of the events.") }),
      from: (sent) => ({ events: sent.map((result) => (result.ok ? result.value : undefined)) }),
    },
    place: (_request, path) => path.replace(/^\/events/, ""),
  },
  async run({ deps }, { events }) {
    if (events.length > 0 && events.length <= MAX_BATCH) return { ok: true, value: await sendEvents(deps, events) };
    return refuse(
      invalidInput(
        "/events",
        `The batch has ${String(events.length)} events; 1 to ${String(MAX_BATCH)} are allowed.`,
        "Send several batches.",
      ),
    );
  },
});
