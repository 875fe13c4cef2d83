import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { VERSION } from "../version.ts";
import { accessRoutes } from "./access-routes.ts";
import { bulkRoutes } from "./bulk-routes.ts";
import { eventRoutes } from "./event-routes.ts";
import { executionRoutes } from "./execution-routes.ts";
import { executionStream } from "./execution-stream.ts";
import { steeringRoutes } from "./steering-routes.ts";
import { systemRoutes } from "./system-routes.ts";
import { tryRoutes } from "./try-routes.ts";
import { workflowRoutes } from "./workflow-routes.ts";

/** JSON over HTTP for senders and scripts that do not speak GraphQL; described at /openapi.json, readable at /docs. */
export async function registerRest(server: FastifyInstance): Promise<void> {
  // The routes' schemas are their description; what comes in is judged by the use-cases, whose errors say more.
  server.setValidatorCompiler(() => () => true);
  server.setSerializerCompiler(() => (value) => JSON.stringify(value));
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Tempograph",
        version: VERSION,
        description:
          "JSON graphs that run as durable Temporal executions. Everything here is in GraphQL too. " +
          "What goes wrong comes as application/problem+json (RFC 9457) with `code`, `detail`, `path`, `hint` and, for graphs, `problems`.",
      },
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
      security: [{ token: [] }],
      tags: [
        { name: "workflows", description: "What runs." },
        { name: "events", description: "What starts it." },
        { name: "executions", description: "What became of it." },
        { name: "bulk", description: "One operation on many executions." },
        { name: "system", description: "What it stands on." },
      ],
    },
  });
  await server.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: true,
    uiConfig: { persistAuthorization: false, validatorUrl: null },
  });
  server.get("/openapi.json", { schema: { hide: true } as object }, () =>
    (server as FastifyInstance & { swagger(): object }).swagger(),
  );
  workflowRoutes(server);
  eventRoutes(server);
  executionRoutes(server);
  executionStream(server);
  steeringRoutes(server);
  bulkRoutes(server);
  accessRoutes(server);
  systemRoutes(server);
  tryRoutes(server);
}
