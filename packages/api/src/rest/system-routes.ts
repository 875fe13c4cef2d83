import { CONDITION_OPERATOR_LIST, EXPRESSION_FUNCTIONS } from "@tempograph/graph";
import type { FastifyInstance } from "fastify";
import { describe } from "./describe.ts";

export function systemRoutes(server: FastifyInstance): void {
  server.get("/node-types", {
    schema: describe({ tag: "system", summary: "Every node type, with its JSON Schemas" }),
    handler: async ({ app }) => ({ items: await app.listNodeTypes() }),
  });
  server.get("/expression-functions", {
    schema: describe({
      tag: "system",
      summary: "What expressions can call, for editors",
      answer:
        "`{ functions: [{ name, kind, group, signature, description, example, result }], conditionOperators: [{ name, group, description, example, result }] }`",
    }),
    handler: () => ({ functions: EXPRESSION_FUNCTIONS, conditionOperators: CONDITION_OPERATOR_LIST }),
  });
  server.get("/health", {
    schema: describe({
      tag: "system",
      summary: "Whether its parts answer",
      description: "Always 200 while the process lives; look at `ok` and `parts`.",
      open: true,
    }),
    handler: async ({ app }) => await app.health(),
  });
  server.get("/ready", {
    schema: describe({
      tag: "system",
      summary: "Whether it can take events",
      description: "503 while Postgres does not answer. Temporal may be down: events wait for it.",
      open: true,
    }),
    async handler({ app }, reply) {
      const { parts } = await app.health();
      const ready = parts.some(({ name, ok }) => name === "postgres" && ok);
      return await reply.code(ready ? 200 : 503).send({ ready });
    },
  });
}
