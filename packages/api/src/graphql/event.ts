import type { EventRecord } from "@tempograph/db";
import type { Result } from "../app/app-error.ts";
import type { SentEvent } from "../app/send-events.ts";
import { executions } from "../operations/executions/read.ts";
import { builder } from "./builder.ts";
import { connectionField } from "./connection.ts";
import { ConflictError, ValidationError, toGraphqlError } from "./errors.ts";
import { EventType } from "./node-refs.ts";

EventType.implement({
  description: "Something that happened, with the CloudEvents attributes. Stored before it is acknowledged.",
  isTypeOf: (value) => typeof value === "object" && value !== null && "receivedAt" in value,
  fields: (t) => ({
    type: t.exposeString("type", { description: "CloudEvents `type`, such as `lead.created`." }),
    source: t.exposeString("source", { description: "CloudEvents `source`: who says so." }),
    subject: t.exposeString("subject", { nullable: true, description: "CloudEvents `subject`: what it is about." }),
    time: t.expose("time", { type: "DateTime", description: "CloudEvents `time`: when it happened." }),
    data: t.field({ type: "JSON", nullable: true, description: "The payload.", resolve: (e) => e.data }),
    idempotencyKey: t.exposeString("idempotencyKey", {
      nullable: true,
      description: "The sender's key: a second event with it is answered with the first.",
    }),
    resendOf: t.field({
      type: EventType,
      nullable: true,
      description: "The event that this one sends again.",
      resolve: (e) => e.resendOf,
    }),
    receivedAt: t.expose("receivedAt", { type: "DateTime", description: "When it was stored." }),
    dispatchedAt: t.expose("dispatchedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was matched against the triggers. Null: waits for that.",
    }),
    matched: t.exposeInt("matched", {
      nullable: true,
      description: "How many executions came of it. Null until it is dispatched.",
    }),
    executions: connectionField(
      t,
      { ...executions, description: "What it started, the newest first." },
      {},
      ({ id }: EventRecord) => ({ filter: { eventId: id } }),
    ),
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

builder.objectRef<readonly Result<SentEvent>[]>("EventSendBatchPayload").implement({
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
      resolve: (sent) => sent.map((result) => (result.ok ? result.value : toGraphqlError(result.error))) as SentEvent[],
    }),
  }),
});
