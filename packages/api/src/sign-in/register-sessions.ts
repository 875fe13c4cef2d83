import { isLoopbackName, type Logger } from "@tempograph/runtime";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hashToken } from "../access/token.ts";
import type { DepsOf } from "../app/app-deps.ts";
import type { Exposure } from "../config.ts";
import { tokenOf, type Auth } from "../http/auth.ts";
import { sendProblem, tooManyRequests, type Problem } from "../http/problem-json.ts";
import { addressKey, type Limiter } from "../http/rate-limits.ts";
import type { SessionOwner, Sessions } from "./sessions.ts";

interface Options {
  readonly sessions: Sessions;
  readonly auth: Auth;
  readonly depsOf: DepsOf;
  readonly limiter: Limiter;
  readonly exposure: Exposure | undefined;
  /** Whether people can sign in at an OpenID Connect provider, too. */
  readonly hasProvider: boolean;
  readonly log: Logger;
}

/** Where the dashboard reads a link's code. It stands behind `#`, so that browsers send it to nobody and no log has it. */
const SIGN_IN_PAGE = "/app/sign-in#link=";

/**
 * Serves what begins and ends sessions without a provider. `POST /auth/session` begins one for the holder of a token, which the browser
 * then need not keep. `POST /auth/links` makes an address that does the same, once and within an hour, for whoever opens it;
 * `POST /auth/links/open` is what the page behind that address asks for. `POST /auth/logout` ends a session.
 */
export function registerSessions({ sessions, auth, depsOf, limiter, exposure, hasProvider, log }: Options) {
  /** Begins a session. As with operations: none without a record. */
  async function begin(owner: SessionOwner, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (isOpenToOthers(request)) return await sendProblem(reply, withoutTls);
    const { name, roles, project } = owner.caller;
    const { audit } = depsOf(project);
    const row = await audit.begin({ actor: name, actorRoles: roles, action: "signIn", target: null, input: {} });
    const cookie = await sessions.begin(owner, request.headers);
    await audit.end({ id: row, outcome: "ok" }).catch(() => undefined);
    return await reply.header("set-cookie", cookie).code(204).send();
  }

  /** Whether somebody on the way could read the cookie. Browsers would not keep it, because it is marked as secure. */
  function isOpenToOthers({ headers, protocol }: FastifyRequest): boolean {
    return exposure === "plain-http" && protocol === "http" && !isLoopbackName(headers.host ?? "");
  }

  /** The caller, if the request brought a token and not a session. */
  function tokenOwner({ headers, caller }: FastifyRequest): SessionOwner | undefined {
    const token = tokenOf(headers.authorization);
    return token === undefined ? undefined : { caller, tokenHash: hashToken(token) };
  }

  return (server: FastifyInstance): void => {
    const options = { schema: { hide: true } as object };

    server.get("/auth/methods", options, () => ({ token: true, provider: hasProvider }));

    server.post("/auth/session", options, async (request, reply) => {
      const owner = tokenOwner(request);
      return await (owner === undefined ? sendProblem(reply, needsToken) : begin(owner, request, reply));
    });

    server.post("/auth/links", options, async (request, reply) => {
      const owner = tokenOwner(request);
      if (owner === undefined) return await sendProblem(reply, needsToken);
      const { code, expiresAt } = await sessions.makeLink(owner);
      return await reply.code(201).send({ path: SIGN_IN_PAGE + code, expiresAt: expiresAt.toISOString() });
    });

    server.post("/auth/links/open", options, async (request, reply) => {
      const address = addressKey(request.ip);
      const { code } = (request.body ?? {}) as { readonly code?: unknown };
      const owner = typeof code === "string" ? await sessions.takeLink(code) : undefined;
      // The rights that the token has now; none, if it was revoked after the link was made.
      const caller = owner?.tokenHash == null ? undefined : await auth.callerOf(owner.tokenHash);
      if (owner !== undefined && caller !== undefined) return await begin({ ...owner, caller }, request, reply);
      log.warn({ address }, "A sign-in link does not count any more");
      const exceeded = await limiter.count("wrongTokens", address);
      return await sendProblem(reply, exceeded ? tooManyRequests(exceeded) : usedLink);
    });

    server.post("/auth/logout", options, async (request, reply) => {
      const cookie = await sessions.end(request.headers);
      return await reply.header("set-cookie", cookie).code(204).send();
    });
  };
}

const needsToken: Problem = {
  status: 400,
  code: "SIGN_IN_FAILED",
  detail: "A session begins with a token.",
  hint: "Send the header `Authorization: Bearer <token>`.",
};

const usedLink: Problem = {
  status: 400,
  code: "SIGN_IN_FAILED",
  detail: "This link has been used, or its time is over.",
  hint: "Paste a token instead, or make a new link: `tempograph open`, or `POST /auth/links` with a token.",
};

const withoutTls: Problem = {
  status: 400,
  code: "SIGN_IN_FAILED",
  detail: "This page was reached without TLS from another machine, so that others could read the session.",
  hint: "Put a proxy in front that ends TLS (TEMPOGRAPH_API_EXPOSURE=behind-proxy), or open the page on the machine itself.",
};
