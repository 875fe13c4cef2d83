import fastify, { type FastifyError, type FastifyInstance } from "fastify";
import type { IncomingMessage } from "node:http";
import { isLoopback, type Logger } from "@tempograph/runtime";
import { ANONYMOUS, callerKey, type Principal } from "../access/principal.ts";
import type { DepsOf } from "../app/app-deps.ts";
import { databaseAway } from "../app/database-away.ts";
import { createGraphql } from "../graphql/create-graphql.ts";
import { registerRest } from "../rest/register-rest.ts";
import type { Exposure } from "../config.ts";
import type { Auth } from "./auth.ts";
import { createCallerWatch } from "./caller-watch.ts";
import { checkOrigin } from "./check-origin.ts";
import { chooseProject, PROJECT_HEADER } from "./choose-project.ts";
import { countAnswers } from "./count-answers.ts";
import { createCodecCors } from "./codec-cors.ts";
import { createFindCaller } from "./find-caller.ts";
import { PATIENCE_MS } from "./event-sender.ts";
import { registerErrorPages } from "./error-pages.ts";
import { registerGraphiql } from "./graphiql.ts";
import { registerGraphql } from "./graphql-route.ts";
import { serveGraphqlWs } from "./graphql-ws.ts";
import { formNotice } from "../hooks/form-notice.ts";
import { FORM_PATHS, HOOK_PATHS } from "../hooks/hook-routes.ts";
import { sendReply } from "../hooks/hook-reply.ts";
import { acceptJson } from "./json-body.ts";
import { normaliseMediaType } from "./media-type.ts";
import { requestIdOf } from "./request-id.ts";
import { fromAppError, sendProblem, tooManyRequests, unauthorized, type Problem } from "./problem-json.ts";
import { addressKey, type Limiter } from "./rate-limits.ts";
import { OPEN_LINK, requireAccess } from "./route-access.ts";
import { traceRequests } from "./trace-requests.ts";

declare module "fastify" {
  interface FastifyRequest {
    caller: Principal;
    /** Calls `end` as soon as the request's token no longer stands for its caller. Returns a function that ends the watch. */
    watchCaller: (end: () => void) => () => void;
  }
  interface FastifyContextConfig {
    /** The name of the operation that the route performs. */
    operation?: string;
    /** Whether the route needs no token. */
    public?: boolean;
  }
}

export interface ServerOptions {
  readonly depsOf: DepsOf;
  readonly hasProject: (project: string) => Promise<boolean>;
  readonly auth: Auth;
  readonly log: Logger;
  /** Serves the pages by which people sign in. Absent: callers have tokens. */
  readonly signIn?: ((server: FastifyInstance) => void) | undefined;
  /** Serves what begins and ends sessions. */
  readonly sessions?: (server: FastifyInstance) => void;
  /** Serves the dashboard. */
  readonly dashboard?: (server: FastifyInstance) => Promise<void>;
  /** Serves the pages by which people sign in at services for connections. */
  readonly oauth?: (server: FastifyInstance) => void;
  /** Serves the addresses of webhooks and forms. */
  readonly hooks?: (server: FastifyInstance) => Promise<void>;
  /** The address to listen on. On loopback the Host header of requests is checked. */
  readonly host: string;
  readonly exposure?: Exposure | undefined;
  readonly limiter: Limiter;
  /** The Web UI of Temporal, whose pages may call the codec endpoint. */
  readonly temporalUiUrl?: string | undefined;
  /** How long a subscriber may leave unread what waits for it, in ms. Default 10,000. */
  readonly patienceMs?: number | undefined;
}

export const MAX_BODY_BYTES = 1024 * 1024;
/** The time within which a client must send its request. Answers and subscriptions may take longer. */
const REQUEST_TIMEOUT_MS = 15_000;
/** How often Node looks for requests that take longer. */
const CHECK_REQUESTS_EVERY_MS = 1_000;

/**
 * What is read without a token: pages that contain no data of the installation, and those by which people sign in, which look at a
 * ticket or at what the browser kept instead.
 */
const PAGES =
  /^\/(|app(\/.*)?|openapi\.json|errors\/.*|graphiql(\/.*)?|auth\/(login|callback|methods)|oauth\/(start|callback)|docs(\/.*)?)$/;

export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { depsOf, hasProject, limiter, auth, log, signIn, oauth, host, exposure, patienceMs = PATIENCE_MS } = options;
  const codecCors = createCodecCors(options.temporalUiUrl);
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: CHECK_REQUESTS_EVERY_MS },
    // One proxy: of X-Forwarded-For only the last address is the proxy's word, the others are the client's.
    trustProxy: (_address, hop) => exposure === "behind-proxy" && hop === 0,
    // Close idle keep-alive connections at the end, so that they do not delay it.
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 1_000 },
    genReqId: requestIdOf,
    // A path that is no text: Fastify finds no route for it, and calls none of the hooks below.
    frameworkErrors: (_error, request, reply) => {
      reply.headers({ ...securityHeaders, "x-request-id": request.id });
      void sendProblem(reply, badPath);
    },
  });
  const loopback = isLoopback(host);

  countAnswers(server);
  traceRequests(server);
  server.addHook("onRoute", (route) => requireAccess(route, PAGES));
  const callers = createCallerWatch(auth);
  const findCaller = createFindCaller(auth, limiter);
  server.addHook("onClose", () => callers.stop());
  server.decorateRequest("caller");
  server.decorateRequest("watchCaller");
  server.addHook("onRequest", async (request, reply) => {
    request.caller = ANONYMOUS;
    reply.headers({ ...securityHeaders, "x-request-id": request.id });
    const path = request.url.split("?", 1)[0] as string;
    const cors = codecCors(path, request.headers.origin);
    const isHook = HOOK_PATHS.test(path);
    // A hook takes what anybody sends, also a page of another site; on loopback such pages reach nothing of this machine.
    const origin = cors === undefined && (loopback || !isHook) ? request.headers.origin : undefined;
    const refused = checkOrigin({ host: request.headers.host, origin }, loopback, path);
    if (refused) return await sendProblem(reply, refused);
    if (cors !== undefined) reply.headers(cors);
    if (cors !== undefined && request.method === "OPTIONS") return await reply.code(204).send();
    if (isHook) return undefined;
    normaliseMediaType(request.headers);
    const reads = request.method === "GET" || request.method === "HEAD";
    const address = addressKey(request.ip);
    if ((reads && PAGES.test(path)) || path === OPEN_LINK) {
      const exceeded = await limiter.count("anonymous", address);
      return exceeded && (await sendProblem(reply, tooManyRequests(exceeded)));
    }
    // A person has opened the endpoint in a browser: serve the GraphiQL page, which asks for the token.
    if (reads && request.url === "/graphql" && request.headers.accept?.includes("text/html"))
      return reply.redirect("/graphiql");
    // What the codec answers a page of Temporal's Web UI changes nothing, and its pages cannot send a header of ours.
    const credential = auth.credentialOf(request.headers, reads ? "nothing" : cors === undefined ? "header" : "origin");
    const isPublic = reads && request.routeOptions.config.public === true;
    // A probe gets its answer also while Postgres is down and the token cannot be looked up.
    const looking = findCaller(credential, address);
    const found = await (isPublic ? looking.catch(() => ({ caller: undefined })) : looking);
    if ("exceeded" in found && !isPublic) return await sendProblem(reply, tooManyRequests(found.exceeded));
    const caller = "caller" in found ? found.caller : undefined;
    if (caller !== undefined) {
      const chosen = await chooseProject(caller, request.headers[PROJECT_HEADER], hasProject);
      if ("refused" in chosen) return await sendProblem(reply, chosen.refused);
      request.caller = chosen;
      request.watchCaller = (end) => callers.watch(credential, caller, end);
      const exceeded = await limiter.count("requests", callerKey(chosen));
      return exceeded && (await sendProblem(reply, tooManyRequests(exceeded)));
    }
    // Probes are not counted: a load balancer may share its address with somebody who has used up what the address may ask (I14).
    if (isPublic) return undefined;
    const exceeded = await limiter.count(credential === undefined ? "anonymous" : "wrongTokens", address);
    if (exceeded) return await sendProblem(reply, tooManyRequests(exceeded));
    reply.header("www-authenticate", 'Bearer realm="tempograph"');
    return await sendProblem(reply, unauthorized);
  });
  server.setErrorHandler(async (error: FastifyError, request, reply) => {
    // Nobody is there any more to whom it could be told.
    if (request.raw.errored != null || request.raw.socket.destroyed) return await reply.code(499).send();
    const away = databaseAway(error);
    const problem = away === undefined ? toProblem(error, HOOK_PATHS.test(request.url)) : fromAppError(away);
    if (problem.status >= 500)
      log.error(
        { err: error, requestId: request.id, method: request.method, route: request.routeOptions.url },
        "request failed",
      );
    return await (FORM_PATHS.test(request.url) ? sendReply(reply, formNotice(problem)) : sendProblem(reply, problem));
  });
  server.setNotFoundHandler(
    async (_request, reply) =>
      await sendProblem(reply, {
        status: 404,
        code: "NOT_FOUND",
        detail: "There is no route with this path.",
        hint: "See /docs for the routes of REST. GraphQL is at /graphql.",
      }),
  );

  acceptJson(server);
  const yoga = createGraphql(depsOf, log);
  await server.register(registerGraphql(yoga, patienceMs));
  await server.register(registerGraphiql);
  await server.register(registerErrorPages);
  await server.register(registerRest, { depsOf, patienceMs });
  signIn?.(server);
  options.sessions?.(server);
  if (options.dashboard !== undefined) await server.register(options.dashboard);
  oauth?.(server);
  if (options.hooks !== undefined) await server.register(options.hooks);
  const addressOf = ({ headers, socket }: IncomingMessage): string => {
    const forwarded = exposure === "behind-proxy" ? String(headers["x-forwarded-for"] ?? "") : "";
    return addressKey(forwarded.split(",").at(-1)?.trim() || socket.remoteAddress);
  };
  const endWs = serveGraphqlWs({
    ...{
      server: server.server,
      depsOf,
      yoga,
      auth,
      hasProject,
      callers,
      loopback,
      limiter,
      findCaller,
      addressOf,
      patienceMs,
    },
  });
  server.addHook("preClose", endWs);
  return server;
}

const badPath: Problem = {
  status: 400,
  code: "INVALID_INPUT",
  detail: "The path of the address cannot be read.",
  hint: "Write each `%` of the path as `%25`, and other characters as UTF-8.",
};

const securityHeaders = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** Turns Fastify's own errors into problems. Any other error is masked. */
function toProblem(error: FastifyError & { readonly problem?: Problem }, isHook: boolean): Problem {
  // Errors of other packages may have a problem of another form.
  if (error.problem?.status !== undefined) return error.problem;
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return {
        status: 413,
        code: "PAYLOAD_TOO_LARGE",
        detail: "The body is larger than the limit.",
        hint: "Send less. Store large values elsewhere and send links to them.",
      };
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return {
        status: 415,
        code: "UNSUPPORTED_MEDIA_TYPE",
        ...(isHook
          ? { detail: "The header Content-Type is no media type.", hint: "Send one such as `application/json`." }
          : { detail: "The body has to be JSON.", hint: "Send `Content-Type: application/json`." }),
      };
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return {
        status: 400,
        code: "INVALID_INPUT",
        detail: "The body's length differs from the header Content-Length.",
        hint: "Send the request again.",
      };
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500)
    return { status, code: "INVALID_INPUT", detail: error.message, hint: "See /docs for what this request expects." };
  return {
    status: 500,
    code: "INTERNAL",
    detail: "An unexpected error happened in the API.",
    hint: "Try again. The log of the API holds the details.",
  };
}
