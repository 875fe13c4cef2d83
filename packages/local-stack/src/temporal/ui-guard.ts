import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import httpProxy from "@fastify/http-proxy";
import getPort from "get-port";
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

const COOKIE = "tempograph_ui";

export interface UiGuardOptions {
  /** Where the Web UI itself listens. */
  readonly uiUrl: string;
  /** Default: a free one. */
  readonly port?: number;
  /** The only name to which the guard answers: see `uiHost`. */
  readonly host: string;
}

/**
 * Stands before Temporal's Web UI, which asks nobody who they are and answers to any name. It lets in only requests for its own name,
 * from its own pages, of people who have opened the address with the key, which the demo prints. For them it also asks the API to
 * decode payloads. The key follows from the API's token, so a browser stays signed in until the token is another one.
 *
 * The name ends in `.localhost`, so browsers find it on this machine. Cookies tell names apart and not ports: under 127.0.0.1 a browser would
 * send the key to every server on loopback, also to those of other accounts, who cannot guess this name.
 */
export async function startUiGuard(options: UiGuardOptions): Promise<UiGuard> {
  const server = fastify({ forceCloseConnections: true });
  let api: { readonly url: string; readonly token: string } | undefined;

  server.addHook("onRequest", async (request, reply) => {
    const { host = "", origin } = request.headers;
    if (host !== ownHost())
      return await refuse(
        reply,
        403,
        "This address is not that of the Web UI. Open the one that `npm run demo` prints.",
      );
    if (origin !== undefined && origin !== `http://${host}`)
      return await refuse(reply, 403, "Pages of other origins may not use the Web UI.");
    if (api === undefined) return await refuse(reply, 503, "Tempograph is starting. Load the page again.");
    if (request.method === "GET" && request.url.startsWith(`${SIGN_IN}?`)) return undefined;
    if (isSame(cookieOf(request), keyOf(api.token))) return undefined;
    return await refuse(reply, 401, "Open the address of the Web UI that `npm run demo` prints: it contains the key.");
  });
  server.get<{ Querystring: { key?: unknown; page?: unknown } }>(SIGN_IN, async ({ query }, reply) => {
    const key = keyOf(api!.token);
    if (!isSame(query.key, key)) return await refuse(reply, 401, "The key is that of another token.");
    // A path of this origin only: `//elsewhere` would be another host, and browsers leave out a tab between the two.
    const page = typeof query.page === "string" && /^\/(?![/\\])[!-~]*$/.test(query.page) ? query.page : "/";
    reply.header("set-cookie", `${COOKIE}=${key}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`);
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
    upstream: options.uiUrl,
    replyOptions: {
      rewriteRequestHeaders: (_request: unknown, { origin: _origin, ...headers }: IncomingHttpHeaders) => headers,
    },
  });
  const stop = await listenOnLoopback(server, options.port);
  const ownHost = (): string => `${options.host}:${portOf(server)}`;
  const url = `http://${ownHost()}`;
  return {
    url,
    signInUrl: (token, page = "/") => `${url}${SIGN_IN}?key=${keyOf(token)}&page=${encodeURIComponent(page)}`,
    serveFor: (given) => void (api = given),
    stop,
  };
}

/**
 * Listens on both addresses that a name under `localhost` stands for. Browsers try ::1 first, so whoever had this port there would get the key.
 * Resolves to what ends both.
 */
async function listenOnLoopback(server: FastifyInstance, wanted: number | undefined): Promise<() => Promise<void>> {
  // Without a port of the caller one that is free on both addresses.
  const port = wanted ?? (await getPort());
  await server.listen({ host: "127.0.0.1", port });
  const second = createServer((socket) => void server.server.emit("connection", socket));
  await new Promise<void>((listens, fails) => {
    second.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") listens();
      else fails(error);
    });
    second.listen({ host: "::1", port }, listens);
  }).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return async () => {
    second.close();
    await server.close();
  };
}

/** Derived, so that who sees it does not have the token. */
function keyOf(token: string): string {
  return createHmac("sha256", token).update("tempograph: temporal web ui").digest("base64url");
}

function portOf(server: FastifyInstance): number {
  return (server.server.address() as AddressInfo).port;
}

function cookieOf({ headers }: FastifyRequest): string | undefined {
  const cookies = (headers.cookie ?? "").split(/; */).map((cookie) => cookie.split("="));
  return cookies.find(([its]) => its === COOKIE)?.[1];
}

function isSame(given: unknown, key: string): boolean {
  if (typeof given !== "string") return false;
  const [one, other] = [Buffer.from(given), Buffer.from(key)];
  return one.length === other.length && timingSafeEqual(one, other);
}

async function refuse(reply: FastifyReply, status: number, text: string): Promise<FastifyReply> {
  return await reply.code(status).type("text/plain; charset=utf-8").send(`${text}\n`);
}
