import { randomUUID } from "node:crypto";
import { Client, Connection } from "@temporalio/client";
import fastify from "fastify";
import type { LeadEvent } from "./event.ts";

const connection = await Connection.connect({ address: process.env["TEMPORAL_ADDRESS"] ?? "" });
const client = new Client({ connection, namespace: process.env["TEMPORAL_NAMESPACE"] ?? "default" });
const taskQueue = process.env["TASK_QUEUE"] ?? "";

const schema = {
  body: {
    type: "object",
    required: ["n", "lead"],
    properties: {
      n: { type: "integer" },
      lead: {
        type: "object",
        required: ["source", "score", "title"],
        properties: { source: { type: "string" }, score: { type: "number" }, title: { type: "string" } },
      },
    },
  },
};

const server = fastify();
for (const [path, workflow] of [
  ["/events", "hotLead"],
  ["/empty", "empty"],
] as const)
  server.post<{ Body: LeadEvent }>(path, { schema }, async ({ body }, reply) => {
    const { lead } = body;
    if (!(lead.score > 80 && lead.source === "LinkedIn")) return reply.code(202).send({ started: false });
    const { workflowId } = await client.workflow.start(workflow, {
      workflowId: `lead-${randomUUID()}`,
      taskQueue,
      args: [body],
    });
    return reply.code(202).send({ started: true, id: workflowId });
  });

const url = await server.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`);
process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
