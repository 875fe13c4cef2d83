import type { EventRecord } from "@tempograph/db";
import type { Result } from "../app/app-error.ts";
import type { SentEvent } from "../app/send-events.ts";
import { eventAnswer } from "../operations/answers/event.ts";
import { outcomeChoice } from "../operations/answers/outcome.ts";
import { eventOutcomes } from "../operations/events/outcomes.ts";
import { executions } from "../operations/executions/read.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { builder } from "./builder.ts";
import { connectionField } from "./connection.ts";
import { ConflictError, UnavailableError, ValidationError, toGraphqlError } from "./errors.ts";
import { EventType } from "./node-refs.ts";
import { answerFields, enumType } from "./zod-types.ts";

EventType.implement({
  description: graphqlMeta(eventAnswer).description!,
  extensions: { access: graphqlMeta(eventAnswer).access },
  isTypeOf: (value) => typeof value === "object" && value !== null && "receivedAt" in value,
  fields: (t) => ({
    ...answerFields(t, eventAnswer.omit({ id: true, resendOf: true })),
    resendOf: t.field({
      type: EventType,
      nullable: true,
      extensions: { access: "read" },
      description: "The event that this one repeats.",
      resolve: (e) => e.resendOf,
    }),
    executions: connectionField(
      t,
      { ...executions, description: "The executions that it started, the newest first." },
      {},
      ({ id }: EventRecord) => ({ filter: { eventId: id } }),
    ),
    outcomes: connectionField(
      t,
      eventOutcomes,
      { outcome: t.arg({ type: enumType(outcomeChoice), required: false, description: "Only these." }) },
      ({ id }: EventRecord, { outcome }) => ({ id, outcome }),
    ),
  }),
});

const EventSendPayload = builder.objectRef<SentEvent>("EventSendPayload").implement({
  description: "A stored event. From now on it cannot be lost.",
  extensions: { access: "events" },
  fields: (t) => ({
    event: t.field({
      type: EventType,
      description: "The event. If it was sent before, the first one.",
      resolve: (p) => p.id,
    }),
    deduplicated: t.exposeBoolean("deduplicated", {
      description: "Whether an event with this idempotency key was stored before.",
    }),
  }),
});

builder.objectRef<readonly Result<SentEvent>[]>("EventSendBatchPayload").implement({
  description: "The result of each event.",
  extensions: { access: "events" },
  fields: (t) => ({
    results: t.field({
      type: [EventSendPayload],
      description: "The results in the order of the events.",
      itemErrors: {
        types: [ValidationError, ConflictError, UnavailableError],
        directResult: true,
        union: { name: "EventSendBatchItem", description: "The result of one event of a batch." },
      },
      resolve: (sent) => sent.map((result) => (result.ok ? result.value : toGraphqlError(result.error))) as SentEvent[],
    }),
  }),
});
