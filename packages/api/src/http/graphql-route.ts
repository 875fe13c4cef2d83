import { parseJsonText } from "@tempograph/graph";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { readJsonText } from "./read-json-text.ts";
import type { createGraphql } from "../graphql/create-graphql.ts";

const FORWARDED = ["accept", "content-type", "last-event-id"] as const;

/** What is lost or wrong in the text itself; what the values are is for the use cases to judge. */
const TOLD_HERE: ReadonlySet<string> = new Set(["JSON_SYNTAX", "NUMBER_INEXACT"]);

/** Yoga behind Fastify: its body limit, its hooks, JSON bodies alone. */
export function registerGraphql(yoga: ReturnType<typeof createGraphql>) {
  return async (server: FastifyInstance): Promise<void> => {
    // As text: Yoga parses it, and what the values are is for the use-cases to judge, whose errors are data.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(
      "application/json",
      { parseAs: "buffer" },
      async (request: FastifyRequest, body: Buffer) => readJsonText(request, body),
    );

    server.route({
      method: ["GET", "POST"],
      url: "/graphql",
      // Not part of the REST description.
      schema: { hide: true } as object,
      async handler(request, reply) {
        const body = typeof request.body === "string" ? request.body : undefined;
        const syntax =
          body === undefined ? undefined : parseJsonText(body).problems.find(({ code }) => TOLD_HERE.has(code));
        if (syntax) {
          const { code, message, path, hint } = syntax;
          return await reply.code(400).send({ errors: [{ message, extensions: { code, path, hint, cure: hint } }] });
        }
        const gone = new AbortController();
        reply.raw.on("close", () => gone.abort());
        const headers = new Headers();
        for (const name of FORWARDED) {
          const value = request.headers[name];
          if (typeof value === "string") headers.set(name, value);
        }
        const response = await yoga.fetch(
          `http://${request.headers.host ?? "localhost"}${request.url}`,
          { method: request.method, headers, signal: gone.signal, ...(body !== undefined && { body }) },
          { caller: request.caller, requestId: request.id },
        );
        return await reply.send(response);
      },
    });
  };
}
