import type { FastifyInstance } from "fastify";
import type { App } from "../app/app.ts";
import { describe } from "./describe.ts";

export function systemRoutes(server: FastifyInstance, app: App): void {
  server.get("/node-types", {
    schema: describe({ tag: "system", summary: "Every node type, with its JSON Schemas" }),
    handler: async () => ({ items: await app.listNodeTypes() }),
  });
  server.get("/health", {
    schema: describe({
      tag: "system",
      summary: "Whether its parts answer",
      description: "Always 200 while the process lives; look at `ok` and `parts`.",
      open: true,
    }),
    handler: async () => await app.health(),
  });
  server.get("/ready", {
    schema: describe({
      tag: "system",
      summary: "Whether it can take events",
      description: "503 while Postgres does not answer. Temporal may be down: events wait for it.",
      open: true,
    }),
    async handler(_request, reply) {
      const { parts } = await app.health();
      const ready = parts.some(({ name, ok }) => name === "postgres" && ok);
      return await reply.code(ready ? 200 : 503).send({ ready });
    },
  });
}
