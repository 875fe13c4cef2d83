import type { ExecutionRecord } from "@tempograph/db";
import { ExecutionConnection } from "./connections.ts";
import { connectionOf } from "./connection.ts";
import { EventType, ExecutionType } from "./node-refs.ts";

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
    executions: t.connection(
      {
        type: ExecutionType,
        description: "What it started, the newest first.",
        resolve: (e, args, { app }) =>
          connectionOf(
            args,
            "number",
            (x: ExecutionRecord) => x.seq,
            (page) => app.listExecutions({ eventId: e.id }, page),
          ),
      },
      ExecutionConnection,
    ),
  }),
});
