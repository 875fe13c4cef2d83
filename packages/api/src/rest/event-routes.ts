import type { FastifyInstance } from "fastify";
import { ok, refuse } from "../app/app-error.ts";
import { MAX_EVENT_BYTES } from "../app/send-events.ts";
import { describe, pageQuery } from "./describe.ts";
import { readEventRequest } from "./read-event-request.ts";
import { answer, parameter, readPage, toPage, type Query } from "./read-request.ts";
import { eventJson } from "./to-json.ts";

export function eventRoutes(server: FastifyInstance): void {
  server.post<{ Querystring: Query }>("/events", {
    // Room for the envelope of a CloudEvent, and for generous white space.
    bodyLimit: MAX_EVENT_BYTES * 2,
    schema: describe({
      tag: "events",
      summary: "Send an event",
      description:
        "The body is the payload; or a CloudEvent, structured (`Content-Type: application/cloudevents+json`) or binary (`ce-…` headers). " +
        "Answered once it is stored: from then on nothing loses it.",
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
      body: {
        description: "The payload: any JSON.",
        examples: [{ lead: { source: "LinkedIn", score: 90, title: "CEO" } }],
      },
      status: 202,
      answer: "`{ id, deduplicated }`",
    }),
    async handler(request, reply) {
      const result = await request.app.sendEvent(readEventRequest(request));
      if (result.ok) reply.header("location", `/events/${result.value.id}`);
      return await answer(reply, result, ({ id, deduplicated }) => ({ id, deduplicated }), { status: 202 });
    },
  });

  server.get<{ Querystring: Query }>("/events", {
    schema: describe({
      tag: "events",
      summary: "List events, the newest first",
      query: { ...pageQuery, type: "Event type.", source: "Source." },
    }),
    async handler({ query, app }) {
      const filter = { type: parameter(query, "type"), source: parameter(query, "source") };
      return await toPage(
        readPage(query, "number"),
        (page) => app.listEvents(filter, page),
        (e) => e.seq,
        eventJson,
      );
    },
  });

  server.get<{ Params: { id: string } }>("/events/:id", {
    schema: describe({ tag: "events", summary: "Get an event", params: { id: "`evt_…`" } }),
    async handler({ params: { id }, app }, reply) {
      const [event] = await app.loadEvents([id]);
      const unknown = {
        code: "NOT_FOUND",
        message: `There is no event ${JSON.stringify(id)}.`,
        path: "/id",
        hint: "Use the id that POST /events gave.",
      } as const;
      return await answer(reply, event ? ok(event) : refuse(unknown), eventJson);
    },
  });
}
