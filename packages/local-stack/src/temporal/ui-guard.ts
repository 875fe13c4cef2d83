import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import httpProxy from "@fastify/http-proxy";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";

export type UiGuard = {
  /** Where the Web UI is, for people who have signed in. */
  readonly url: string;
  /** The address that signs a person in and then shows a page of the Web UI. It contains a key, so it is for the owner of the token only. */
  signInUrl(token: string, page?: string): string;
  /** Says which API decodes payloads, and with which token. Until then nobody is let in. */
  serveFor(api: { readonly url: string; readonly token: string }): void;
  stop(): Promise<void>;
};

/** The path under which the Web UI finds the codec, on its own origin. */
export const CODEC_PATH = "/codec";
const SIGN_IN = "/tempograph/sign-in";

/**
 * Stands before Temporal's Web UI, which asks nobody who they are and answers to any name. It lets in only requests for a loopback
 * address, from its own pages, of people who have opened the address with the key, which the demo prints. For them it also asks the API to
 * decode payloads. The key follows from the API's token, so a browser stays signed in until the token is another one.
 */
export async function startUiGuard(options: { readonly uiPort: number; readonly port?: number }): Promise<UiGuard> {
  const server = fastify({ forceCloseConnections: true });
  let api: { readonly url: string; readonly token: string } | undefined;

  server.addHook("onRequest", async (request, reply) => {
    const { host = "", origin } = request.headers;
    if (!isOwnHost(host, server)) return await refuse(reply, 403, "This address is not that of the Web UI.");
    if (origin !== undefined && origin !== `http://${host}`)
      return await refuse(reply, 403, "Pages of other origins may not use the Web UI.");
    if (api === undefined) return await refuse(reply, 503, "Tempograph is starting. Load the page again.");
    if (request.url.startsWith(`${SIGN_IN}?`)) return undefined;
    if (isSame(cookieOf(request, cookieName(server)), keyOf(api.token))) return undefined;
    return await refuse(reply, 401, "Open the address of the Web UI that `npm run demo` prints: it contains the key.");
  });
  server.get<{ Querystring: { key?: unknown; page?: unknown } }>(SIGN_IN, async ({ query }, reply) => {
    const key = keyOf(api!.token);
    if (!isSame(query.key, key)) return await refuse(reply, 401, "The key is that of another token.");
    // A path of this origin only: `//elsewhere` would be another host.
    const page = typeof query.page === "string" && /^\/(?![/\\])/.test(query.page) ? query.page : "/";
    reply.header("set-cookie", `${cookieName(server)}=${key}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`);
    return await reply.header("referrer-policy", "no-referrer").redirect(page);
  });
  await server.register(httpProxy, {
    upstream: "",
    prefix: CODEC_PATH,
    rewritePrefix: CODEC_PATH,
    replyOptions: {
      getUpstream: () => api!.url,
      rewriteRequestHeaders(_request: unknown, { cookie: _cookie, origin: _origin, ...headers }: IncomingHttpHeaders) {
        return { ...headers, authorization: `Bearer ${api!.token}` };
      },
    },
  });
  await server.register(httpProxy, {
    upstream: `http://127.0.0.1:${options.uiPort}`,
    replyOptions: {
      rewriteRequestHeaders: (_request: unknown, { origin: _origin, ...headers }: IncomingHttpHeaders) => headers,
    },
  });
  const url = await server.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  return {
    url,
    signInUrl: (token, page = "/") => `${url}${SIGN_IN}?key=${keyOf(token)}&page=${encodeURIComponent(page)}`,
    serveFor: (given) => void (api = given),
    stop: () => server.close(),
  };
}

/** Derived, so that who sees it does not have the token. */
function keyOf(token: string): string {
  return createHmac("sha256", token).update("tempograph: temporal web ui").digest("base64url");
}

/** Cookies do not tell ports apart, so several stacks on one machine need different names. */
function cookieName(server: FastifyInstance): string {
  return `tempograph_ui_${portOf(server)}`;
}

function portOf(server: FastifyInstance): number {
  return (server.server.address() as AddressInfo).port;
}

function isOwnHost(host: string, server: FastifyInstance): boolean {
  return [`127.0.0.1:${portOf(server)}`, `localhost:${portOf(server)}`].includes(host);
}

function cookieOf({ headers }: FastifyRequest, name: string): string | undefined {
  const cookies = (headers.cookie ?? "").split(/; */).map((cookie) => cookie.split("="));
  return cookies.find(([its]) => its === name)?.[1];
}

function isSame(given: unknown, key: string): boolean {
  if (typeof given !== "string") return false;
  const [one, other] = [Buffer.from(given), Buffer.from(key)];
  return one.length === other.length && timingSafeEqual(one, other);
}

async function refuse(reply: FastifyReply, status: number, text: string): Promise<FastifyReply> {
  return await reply.code(status).type("text/plain; charset=utf-8").send(`${text}\n`);
}
