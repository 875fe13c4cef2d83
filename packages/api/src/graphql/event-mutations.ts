import type { SentEvent } from "../app/send-events.ts";
import { builder } from "./builder.ts";
import { ConflictError, ValidationError, toGraphqlError, unwrap } from "./errors.ts";
import { EventType } from "./node-refs.ts";

const EventInput = builder.inputType("EventInput", {
  description: "An event, with the CloudEvents attributes.",
  fields: (t) => ({
    type: t.string({ required: true, description: "CloudEvents `type`, such as `lead.created`." }),
    data: t.field({ type: "JSON", required: false, description: "The payload. At most 1 MiB." }),
    source: t.string({ required: false, description: "CloudEvents `source`: who says so. Default `api`." }),
    subject: t.string({ required: false, description: "CloudEvents `subject`: what it is about." }),
    time: t.field({ type: "DateTime", required: false, description: "When it happened. Default: now." }),
    idempotencyKey: t.string({
      required: false,
      description: "Send the same event again with the same key as often as you like: it counts once.",
    }),
  }),
});

const EventSendBatchInput = builder.inputType("EventSendBatchInput", {
  description: "Several events.",
  fields: (t) => ({
    events: t.field({ type: [EventInput], required: true, description: "1 to 500 events." }),
  }),
});

const EventSendPayload = builder.objectRef<SentEvent>("EventSendPayload").implement({
  description: "A stored event. From here on nothing loses it.",
  fields: (t) => ({
    event: t.field({
      type: EventType,
      description: "The event; the first one, if it was sent before.",
      resolve: (p) => p.id,
    }),
    deduplicated: t.exposeBoolean("deduplicated", {
      description: "An event with this idempotency key was there already.",
    }),
  }),
});

const EventSendBatchPayload = builder.objectRef<readonly (SentEvent | Error)[]>("EventSendBatchPayload").implement({
  description: "What became of each event.",
  fields: (t) => ({
    results: t.field({
      type: [EventSendPayload],
      description: "In the order sent.",
      itemErrors: {
        types: [ValidationError, ConflictError],
        directResult: true,
        union: { name: "EventSendBatchItem", description: "What became of one event of a batch." },
      },
      resolve: (items) => items as readonly SentEvent[],
    }),
  }),
});

builder.mutationFields((t) => ({
  eventSend: t.field({
    type: EventSendPayload,
    description: "Stores an event and acknowledges it. Workflows whose triggers match start shortly after.",
    errors: { types: [ValidationError, ConflictError] },
    args: { input: t.arg({ type: EventInput, required: true, description: "The event." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.sendEvent(input)),
  }),
  eventSendBatch: t.field({
    type: EventSendBatchPayload,
    description: "Stores several events. Each stands for itself: a bad one does not keep the others out.",
    errors: { types: [ValidationError] },
    args: { input: t.arg({ type: EventSendBatchInput, required: true, description: "The events." }) },
    resolve: async (_root, { input }, { app }) =>
      unwrap(await app.sendEvents(input.events)).map((result) =>
        result.ok ? result.value : toGraphqlError(result.error),
      ),
  }),
}));
