import type { Logger } from "@tempograph/runtime";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AuthorizationResponseError } from "openid-client";
import type { DepsOf } from "../app/app-deps.ts";
import { sendProblem } from "../http/problem-json.ts";
import { cookieName, printCookie, readCookie } from "./cookies.ts";
import { createOidcClient, pendingSignIn, type PendingSignIn } from "./oidc-client.ts";
import type { Sessions } from "./sessions.ts";
import type { SignInConfig } from "./sign-in-config.ts";
import { callerOf, readSignInRules } from "./sign-in-rules.ts";

interface Options {
  readonly config: SignInConfig;
  readonly sessions: Sessions;
  readonly depsOf: DepsOf;
  readonly hasProject: (project: string) => Promise<boolean>;
  readonly log: Logger;
}

const PENDING_MS = 600_000;

/**
 * Serves the pages by which people sign in: `/auth/login` leads to the provider, which leads back to `/auth/callback`, where the
 * session begins.
 */
export function registerSignIn({ config, sessions, depsOf, hasProject, log }: Options) {
  const client = createOidcClient(config);
  const secure = config.publicUrl.startsWith("https:");
  const pendingName = cookieName("tempograph_sign_in", secure);
  const pendingCookie = (value: string, maxAgeMs: number) =>
    printCookie(pendingName, value, { secure, sameSite: "Lax", maxAgeMs });

  async function fail(reply: FastifyReply, status: 400 | 502, detail: string, error: unknown): Promise<FastifyReply> {
    log.warn({ err: error }, detail);
    const hint = "Begin again at /auth/login. The log of the API holds the reason.";
    return await sendProblem(reply, { status, code: "SIGN_IN_FAILED", detail, hint });
  }

  async function refuse(reply: FastifyReply, reason: string, hint: string): Promise<FastifyReply> {
    log.warn({ reason }, "A person may not sign in");
    return await sendProblem(reply, {
      status: 403,
      code: "FORBIDDEN",
      detail: `You may not sign in here. ${reason}`,
      hint,
    });
  }

  /** What the browser kept when the sign-in began; undefined if none began in it, or if it was finished. */
  function readPending({ headers }: FastifyRequest): PendingSignIn | undefined {
    try {
      const kept = readCookie(headers, pendingName) ?? "";
      return pendingSignIn.parse(JSON.parse(Buffer.from(kept, "base64url").toString("utf8")));
    } catch {
      return undefined;
    }
  }

  return (server: FastifyInstance): void => {
    // A HEAD, such as that of a preview of the address, must not use up what counts once.
    const options = { schema: { hide: true } as object, exposeHeadRoute: false };

    server.get("/auth/login", options, async (request, reply) => {
      const { to } = request.query as { readonly to?: unknown };
      try {
        const { url, pending } = await client.begin(ownPage(to));
        const kept = Buffer.from(JSON.stringify(pending)).toString("base64url");
        return await reply.header("set-cookie", pendingCookie(kept, PENDING_MS)).redirect(url.href);
      } catch (error) {
        return await fail(reply, 502, "The sign-in provider does not answer.", error);
      }
    });

    server.get("/auth/callback", options, async (request, reply) => {
      // The answer counts once, and only in the browser in which the sign-in began.
      reply.header("set-cookie", pendingCookie("", 0));
      const pending = readPending(request);
      if (pending === undefined)
        return await fail(reply, 400, "In this browser no sign-in has begun here that is still open.", undefined);
      let claims: Readonly<Record<string, unknown>>;
      try {
        claims = await client.finish(new URL(request.url, config.publicUrl), pending);
      } catch (error) {
        const refused = error instanceof AuthorizationResponseError && /^\w+$/.test(error.error);
        if (refused) return await fail(reply, 400, `The sign-in provider refused: ${error.error}.`, error);
        return await fail(reply, 502, "The sign-in could not be finished.", error);
      }
      const signedIn = callerOf(claims, await readSignInRules(config.rulesFile), config.nameClaim);
      if ("refused" in signedIn) return await refuse(reply, signedIn.refused, signedIn.hint);
      const { name, roles, project } = signedIn.caller;
      if (!(await hasProject(project)))
        return await refuse(
          reply,
          `There is no project ${project}.`,
          "Create it with `projectCreate`, or name another in the rules.",
        );
      const { audit } = depsOf(project);
      // As with operations: no session without a record, and the outcome only when there is one.
      const row = await audit.begin({ actor: name, actorRoles: roles, action: "signIn", target: null, input: {} });
      const cookie = await sessions.begin({ caller: signedIn.caller, tokenHash: null }, request.headers);
      await audit.end({ id: row, outcome: "ok" }).catch(() => undefined);
      return await reply.header("set-cookie", cookie).redirect(ownPage(pending.to));
    });
  };
}

/** Where people come who did not ask for a page. */
const FIRST_PAGE = "/app/";

/** A page of this server. Anything else, such as `//evil.example`, would lead people to another site after they signed in. */
function ownPage(to: unknown): string {
  return typeof to === "string" && /^\/(?![/\\])[\w\-./?=&%#]*$/.test(to) ? to : FIRST_PAGE;
}
