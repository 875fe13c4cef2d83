import type { FastifyInstance } from "fastify";
import { MAX_GRAPH_BODY_BYTES } from "../http/json-body.ts";
import { describe } from "./describe.ts";
import { answer, bodyField, bodyFields } from "./read-request.ts";

/** Trying without running: a whole graph on virtual time, or one node for real. */
export function tryRoutes(server: FastifyInstance): void {
  server.post("/simulate", {
    bodyLimit: MAX_GRAPH_BODY_BYTES,
    schema: describe({
      tag: "workflows",
      summary: "What a graph would do with an event",
      description:
        "On virtual time, with outcomes that you give; nothing is carried out, nothing is stored. `graph`, or `workflowId` with or without `version`.",
      body: simulateBody,
      answer: "`{ status, output, error, steps, taken, waitingFor, warnings, problems, tookMs, … }`",
    }),
    async handler(request, reply) {
      const body = bodyFields(request.body);
      const result = await request.app.simulate({
        graph: body["graph"] ?? undefined,
        triggers: body["triggers"] ?? body["trigger"],
        workflowId: bodyField(body, "workflowId", "string"),
        version: bodyField(body, "version", "number"),
        event: body["event"],
        payload: body["payload"],
        outcomes: body["outcomes"],
        signals: body["signals"],
        replies: body["replies"],
        decisions: body["decisions"],
        operations: body["operations"],
        verbs: body["verbs"],
        cancelAfterMs: bodyField(body, "cancelAfterMs", "number"),
        maxSteps: bodyField(body, "maxSteps", "number"),
        maxVirtualMs: bodyField(body, "maxVirtualMs", "number"),
      });
      return await answer(reply, result, (simulation) => simulation);
    },
  });

  server.post<{ Params: { type: string } }>("/node-types/:type/run", {
    bodyLimit: MAX_GRAPH_BODY_BYTES,
    schema: describe({
      tag: "system",
      summary: "Run one node for real",
      description:
        "In a worker: its side effect happens. Nothing is recorded as an execution. That the node failed is a 200 with `status: failed`.",
      params: { type: "Node type, such as `http_call`." },
      body: {
        type: "object",
        properties: {
          data: { type: "object", description: "The node's data; with `scope` its templates are rendered." },
          scope: { type: "object", description: "`{ payload?, event?, steps?, vars?, item?, index? }`" },
          attempts: { type: "integer", description: "1 to 10. Default 1." },
          timeoutMs: { type: "integer", description: "For all attempts together. Default 30,000." },
        },
      },
      answer: "`{ status, input, output, port, error, attempts, durationMs, logs }`",
    }),
    async handler(request, reply) {
      const body = bodyFields(request.body);
      const result = await request.app.runNode({
        type: request.params.type,
        data: body["data"] ?? undefined,
        scope: body["scope"] ?? undefined,
        attempts: bodyField(body, "attempts", "number"),
        timeoutMs: bodyField(body, "timeoutMs", "number"),
      });
      return await answer(reply, result, (run) => run);
    },
  });
}

const simulateBody = {
  type: "object",
  properties: {
    graph: { type: "object", description: "`{ nodes, edges, settings? }`" },
    trigger: { description: "With `graph`: as for POST /workflows." },
    workflowId: { type: "string" },
    version: { type: "integer", description: "Absent: the draft." },
    event: { type: "object", description: "`{ type?, data?, source?, subject?, time?, id? }`" },
    payload: { description: "The event's data, where nothing else of it matters." },
    outcomes: {
      type: "object",
      description: "By step path or node id: `{ output?, port?, failure?, attempts?, takesMs? }`",
    },
    signals: { type: "array", description: "`{ name, payload?, afterMs? }`", items: {} },
    decisions: { type: "array", description: "`{ path, decision, data?, by?, afterMs? }`", items: {} },
    operations: { type: "array", description: "`{ operation: { name, path? … }, by?, afterMs? }`", items: {} },
    replies: { type: "array", description: "`{ path, reply, afterMs? }`", items: {} },
    cancelAfterMs: { type: "integer" },
    maxSteps: { type: "integer", description: "1 to 100,000, default 20,000." },
    maxVirtualMs: { type: "integer", description: "Up to ten years, default 366 days." },
  },
  examples: [
    {
      graph: {
        nodes: [
          { id: "call", type: "http_call", data: { method: "GET", url: "https://crm.example/{{payload.id}}" } },
          { id: "wait", type: "delay", data: { duration: "P2D" } },
        ],
        edges: [{ id: "e1", source: "call", target: "wait" }],
      },
      payload: { id: 7 },
      outcomes: { call: { failure: { code: "CRM_BUSY" }, attempts: 2, output: { status: 200 }, takesMs: 300 } },
    },
  ],
};
