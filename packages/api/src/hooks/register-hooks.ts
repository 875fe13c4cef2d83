import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { HookRequest } from "@tempograph/triggers";
import type { Readable } from "node:stream";
import { addressKey } from "../http/rate-limits.ts";
import { sendProblem } from "../http/problem-json.ts";
import { whenClosed } from "../http/when-closed.ts";
import { sendReply, type HookOutcome } from "./hook-reply.ts";
import { receiveForm } from "./receive-form.ts";
import { receiveHookTest } from "./receive-hook-test.ts";
import { receiveWebhook, type HookParts, type IncomingHook } from "./receive-webhook.ts";

type Receive = (parts: HookParts, incoming: IncomingHook) => Promise<HookOutcome>;

/** Serves the addresses of webhooks and forms. Their bodies are read here as bytes, because signatures are made over bytes. */
export function registerHooks(parts: HookParts) {
  return async (server: FastifyInstance): Promise<void> => {
    server.removeAllContentTypeParsers();
    // Nothing is read before it is known whether somebody expects it, and how large it may be.
    server.addContentTypeParser(
      "*",
      (_request: FastifyRequest, payload: Readable, done: (error: null, body: Readable) => void) => done(null, payload),
    );
    const options = { schema: { hide: true } as object, exposeHeadRoute: false };
    const route = (method: string[], url: string, receive: Receive) =>
      server.route<{ Params: { readonly project?: string; readonly "*": string } }>({
        ...options,
        method,
        url,
        handler: async (request, reply) => {
          const { project = "", "*": path } = request.params;
          const left = new AbortController();
          whenClosed(reply.raw, reply.raw.destroyed, () => left.abort());
          const incoming = {
            ...{ project, path, head: headOf(request), payload: request.raw, left: left.signal },
            address: addressKey(request.ip),
          };
          return await send(reply, await receive(parts, incoming));
        },
      });
    // No hook takes the last two. Their answer is the same as for an address that does not exist.
    const methods = ["GET", "POST", "PUT", "OPTIONS", "DELETE", "PATCH"];
    route(methods, "/hooks/:project/*", receiveWebhook);
    route(methods, "/hooks-test/*", receiveHookTest);
    route(["GET", "POST"], "/forms/:project/*", receiveForm);
  };
}

function headOf({ method, headers, query }: FastifyRequest): Omit<HookRequest, "body"> {
  return { method, headers, query: query as HookRequest["query"] };
}

async function send(reply: FastifyReply, answer: HookOutcome): Promise<FastifyReply> {
  return await ("problem" in answer ? sendProblem(reply, answer.problem) : sendReply(reply, answer));
}
