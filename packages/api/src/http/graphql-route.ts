import { jsonTextProblem, parseJsonText, USUAL_TEXT_LIMITS, type Problem } from "@tempograph/graph";
import { createGiveWay } from "@tempograph/runtime";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { requestError } from "../graphql/request-error.ts";
import { createEventSender, SubscriberTooSlow, tooSlow } from "./event-sender.ts";
import { readJsonText } from "./read-json-text.ts";
import { whenClosed } from "./when-closed.ts";
import type { createGraphql } from "../graphql/create-graphql.ts";

const FORWARDED = ["accept", "content-type", "last-event-id"] as const;

/** The problems of the JSON text itself, which are reported here. Operations check the values. */
const TOLD_HERE: ReadonlySet<string> = new Set(["JSON_SYNTAX", "NUMBER_INEXACT"]);

/** Why the text of a body, or of the variables of a GET, cannot be given to Yoga. */
function textProblem(text: unknown): Problem | undefined {
  if (typeof text !== "string" || text === "") return undefined;
  return (
    jsonTextProblem(text, USUAL_TEXT_LIMITS) ?? parseJsonText(text).problems.find(({ code }) => TOLD_HERE.has(code))
  );
}

/** Serves Yoga behind Fastify, with Fastify's body limit and hooks. Only JSON bodies are accepted. */
export function registerGraphql(yoga: ReturnType<typeof createGraphql>, patienceMs: number) {
  return async (server: FastifyInstance): Promise<void> => {
    // Read the body as text. Yoga parses it, and operations check the values, because their errors are data.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(
      /^application\/json *(;|$)/,
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
        const giveWay = createGiveWay();
        const { variables } = request.query as { readonly variables?: unknown };
        const problem = textProblem(body) ?? textProblem(variables);
        if (problem) {
          const { code, message, path, hint } = problem;
          return await reply.code(400).send({ errors: [{ message, extensions: { code, path, hint, cure: hint } }] });
        }
        await giveWay();
        const gone = new AbortController();
        const { raw } = reply;
        whenClosed(raw, raw.destroyed, () => gone.abort());
        const headers = new Headers();
        for (const name of FORWARDED) {
          const value = request.headers[name];
          if (typeof value === "string") headers.set(name, value);
        }
        const response = await yoga.fetch(
          `http://${request.headers.host ?? "localhost"}${request.url}`,
          { method: request.method, headers, signal: gone.signal, ...(body !== undefined && { body }) },
          { caller: request.caller, requestId: request.id, left: gone.signal },
        );
        if (response.headers.get("content-type")?.startsWith("text/event-stream") === true) {
          const unwatch = request.watchCaller(() => raw.destroy());
          whenClosed(raw, raw.destroyed, unwatch);
          return await sendUpdates(reply, response, gone.signal, patienceMs);
        }
        return await reply.send(response);
      },
    });
  };
}

/** Sends the updates of a subscription. The last message says so where the subscriber was cut off. */
async function sendUpdates(reply: FastifyReply, response: Response, gone: AbortSignal, patienceMs: number) {
  const { raw } = reply;
  reply.hijack();
  if (gone.aborted) {
    await response.body?.cancel();
    return reply;
  }
  raw.writeHead(response.status, {
    ...(reply.getHeaders() as Record<string, string>),
    ...Object.fromEntries(response.headers),
  });
  const sender = createEventSender(raw, gone, patienceMs);
  let ending: string | undefined;
  try {
    // Leaving the loop cancels the body, and with it the subscription.
    for await (const part of response.body!) await sender.send(part);
  } catch (error) {
    if (error instanceof SubscriberTooSlow) ending = TOO_SLOW;
  } finally {
    sender.end(ending);
  }
  return reply;
}

const TOO_SLOW = `event: next\ndata: ${JSON.stringify({ errors: [requestError(tooSlow)] })}\n\nevent: complete\ndata:\n\n`;
