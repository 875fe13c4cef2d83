import { createLogger } from "@tempograph/runtime";
import { buildSchema } from "graphql";
import type { FastifyInstance } from "fastify";
import { expect, test } from "vitest";
import { guardFields } from "../graphql/guard-fields.ts";
import { printSdl } from "../graphql/schema.ts";
import { createServer } from "../http/create-server.ts";

// Denied unless declared: what no operation of the registry describes cannot be served at all.

const serve = (signIn: (server: FastifyInstance) => void) =>
  createServer({
    ...{ depsOf: undefined as never, auth: {} as never, hasProject: undefined as never, limiter: {} as never },
    ...{ host: "127.0.0.1", signIn, log: createLogger({ service: "test", level: "silent" }) },
  });

test.each([
  ["GET", "/backdoor", undefined],
  ["GET", "/executions/all", { operation: "everything" }],
  ["GET", "/all-executions", { operation: "executions" }],
  ["DELETE", "/executions", { operation: "executions" }],
  ["POST", "/docs/upload", undefined],
  ["GET", "/graphql/other", undefined],
] as const)("a route %s %s without an operation keeps the server from starting", async (method, url, config) => {
  const add = (server: FastifyInstance) =>
    void server.route({ method, url, handler: () => "secret", ...(config && { config }) });
  await expect(serve(add)).rejects.toThrow(`The route ${method} ${url} is that of no operation`);
});

test("every route of the server has one: it starts", async () => {
  const server = await serve(() => {});
  await server.close();
});

test.each(["Query", "Mutation", "Subscription"])(
  "a field of %s without an operation is no part of a schema",
  (type) => {
    const sdl = printSdl().replace(`type ${type} {`, `type ${type} {\n  backdoor: String`);
    expect(() => guardFields(buildSchema(sdl))).toThrow(`${type}.backdoor is no operation of the registry`);
  },
);

test("an operation does not become another kind of field", () => {
  const sdl = printSdl().replace("type Query {", "type Query {\n  workflowDelete: String");
  expect(() => guardFields(buildSchema(sdl))).toThrow("Query.workflowDelete");
  guardFields(buildSchema(printSdl()));
});
