import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import type { DepsOf } from "../app/app-deps.ts";
import { openApiDocument } from "./openapi.ts";
import { operationRoutes } from "./operation-routes.ts";

/** Serves REST for callers that do not use GraphQL. /openapi.json describes it, and /docs shows the description. */
export async function registerRest(
  server: FastifyInstance,
  { depsOf, patienceMs }: { readonly depsOf: DepsOf; readonly patienceMs: number },
): Promise<void> {
  server.setSerializerCompiler(() => (value) => JSON.stringify(value));
  const document = openApiDocument();
  await server.register(swagger, { mode: "static", specification: { document: document as never } });
  await server.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: true,
    uiConfig: { persistAuthorization: false, validatorUrl: null },
  });
  server.get("/openapi.json", () => document);
  operationRoutes(server, depsOf, patienceMs);
}
