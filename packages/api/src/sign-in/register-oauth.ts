import {
  answerConnectionSignIn,
  beginConnectionSignIn,
  findConnectionSignIn,
  findSigningConnection,
  insertAudit,
  openObtained,
  sealObtained,
  type ConnectionSignIn,
  type Database,
} from "@tempograph/db";
import { CONNECTION_SIGN_IN_NODE, type JsonObject } from "@tempograph/graph";
import { SealError, type KeyRing, type Logger } from "@tempograph/runtime";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { calculatePKCECodeChallenge } from "openid-client";
import { hashToken } from "../access/token.ts";
import type { DepsOf } from "../app/app-deps.ts";
import { runConnectionNode } from "../app/node-run/run-connection-node.ts";
import type { Auth } from "../http/auth.ts";
import { sendProblem } from "../http/problem-json.ts";
import { cookieName, printCookie, readCookie } from "./cookies.ts";
import { newTicket, oauthCallbackUrl, SIGN_IN_MS } from "./oauth-urls.ts";

interface Options {
  /** The database for rows of every project: a browser does not say to which project its sign-in belongs. */
  readonly db: Database;
  readonly masterKeys: KeyRing;
  readonly depsOf: DepsOf;
  readonly publicUrl: () => string | undefined;
  readonly auth: Auth;
  readonly log: Logger;
}

/**
 * Serves the pages between `connectionAuthorize` and a service: `/oauth/start` leads to the service's sign-in page, which leads back to
 * `/oauth/callback`. An answer counts once, for ten minutes, and only in the browser in which the sign-in began: otherwise somebody
 * could let another person's connection act for an account of their own. Where people have sessions, the browser must not be signed
 * in as anybody else than the caller of `connectionAuthorize`. The code is stored encrypted for a worker, which exchanges it for tokens.
 */
export function registerOAuth({ db, masterKeys, depsOf, publicUrl, auth, log }: Options) {
  const places = () => {
    const url = publicUrl() ?? "";
    const secure = url.startsWith("https:");
    return { callback: oauthCallbackUrl(url), secure, cookie: cookieName("tempograph_oauth", secure) };
  };

  async function fail(reply: FastifyReply, status: 400 | 403 | 502, detail: string): Promise<FastifyReply> {
    log.warn({}, detail);
    const hint = "Begin again with connectionAuthorize. The log of the API holds the reason.";
    return await sendProblem(reply, { status, code: status === 403 ? "FORBIDDEN" : "SIGN_IN_FAILED", detail, hint });
  }

  /** Whether the browser has the session of somebody else. */
  async function isSomebodyElse({ headers }: FastifyRequest, { begunBy, project }: ConnectionSignIn): Promise<boolean> {
    const caller = await auth.authenticate(auth.credentialOf(headers, "nothing"));
    if (caller === undefined) return false;
    // The owner works in each project.
    return caller.name !== begunBy || (caller.project !== project && caller.everyProject !== true);
  }

  /** The connection, and PKCE's verifier. Undefined where the connection is gone, or has other credentials by now. */
  async function signingOf(signIn: ConnectionSignIn) {
    const connection = await findSigningConnection(depsOf(signIn.project).db, signIn);
    if (connection === undefined) return undefined;
    try {
      return {
        connection,
        verifier: openObtained(masterKeys, connection, connection, signIn.sealed)["verifier"] as string,
      };
    } catch (error) {
      if (error instanceof SealError) return undefined;
      throw error;
    }
  }

  /** Has a worker exchange the code. Undefined: it has; else the reason why it could not. */
  async function finish({ id: signIn, project }: ConnectionSignIn, connection: string): Promise<string | undefined> {
    const asked = { connection, finish: signIn };
    const run = await runConnectionNode(depsOf(project), CONNECTION_SIGN_IN_NODE, asked, "signed in for");
    if (run.kind === "succeeded") return undefined;
    return run.kind === "failed" ? run.failure.message : "No worker answers.";
  }

  return (server: FastifyInstance): void => {
    // A HEAD, such as that of a preview of the address, must not use up what counts once.
    const options = { schema: { hide: true } as object, exposeHeadRoute: false };

    server.get("/oauth/start", options, async (request, reply) => {
      const { ticket, go } = request.query as { readonly ticket?: unknown; readonly go?: unknown };
      const signIn =
        typeof ticket === "string" ? await findConnectionSignIn(db, { ticketHash: hashToken(ticket) }) : undefined;
      if (signIn === undefined) return await fail(reply, 400, "This address has been used, or its time is over.");
      if (await isSomebodyElse(request, signIn)) return await fail(reply, 403, "Somebody else began this sign-in.");
      // Programs that show what is behind an address open it, too: the ticket counts when somebody follows the link.
      if (go === undefined) {
        const { name } = (await findSigningConnection(depsOf(signIn.project).db, signIn)) ?? { name: "" };
        return await reply
          .type("text/html; charset=utf-8")
          .header("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
          .send(beginPage(name, new URL(signIn.page).host, String(ticket)));
      }
      const [state, browser] = [newTicket(), newTicket()];
      const hashes = { stateHash: hashToken(state), browserHash: hashToken(browser) };
      if (!(await beginConnectionSignIn(db, signIn.id, hashes)))
        return await fail(reply, 400, "This address has been used.");
      const { callback, cookie, secure } = places();
      const signing = await signingOf(signIn);
      if (signing === undefined) return await fail(reply, 400, CHANGED);
      const { verifier } = signing;
      const page = new URL(signIn.page);
      const added = {
        response_type: "code",
        redirect_uri: callback,
        state,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      };
      for (const [name, value] of Object.entries(added)) page.searchParams.set(name, value);
      const kept = printCookie(cookie, browser, { secure, sameSite: "Lax", maxAgeMs: SIGN_IN_MS });
      return await reply.header("set-cookie", kept).redirect(page.href);
    });

    server.get("/oauth/callback", options, async (request, reply) => {
      const { callback, cookie, secure } = places();
      const { state, code, error, iss } = request.query as Readonly<Record<string, unknown>>;
      const browser = readCookie(request.headers, cookie);
      reply.header("set-cookie", printCookie(cookie, "", { secure, sameSite: "Lax", maxAgeMs: 0 }));
      const hashes =
        typeof state === "string" && browser !== undefined
          ? { stateHash: hashToken(state), browserHash: hashToken(browser) }
          : undefined;
      const signIn = hashes && (await findConnectionSignIn(db, hashes));
      if (signIn === undefined)
        return await fail(reply, 400, "In this browser no sign-in for a connection has begun here that is still open.");
      if (await isSomebodyElse(request, signIn)) return await fail(reply, 403, "Somebody else began this sign-in.");
      const issuer: JsonObject = typeof iss === "string" ? { issuer: iss } : {};
      const signing = await signingOf(signIn);
      if (signing === undefined) return await fail(reply, 400, CHANGED);
      const { connection, verifier } = signing;
      const value = { code: String(code), redirectUri: callback, verifier, ...issuer };
      const sealed = sealObtained(masterKeys, connection, connection, value);
      // Whatever the answer is, it counts once.
      if (!(await answerConnectionSignIn(db, signIn.id, sealed)))
        return await fail(reply, 400, "This answer has been used.");
      if (typeof code !== "string") {
        const reason = typeof error === "string" && /^\w{1,60}$/.test(error) ? error : "no code";
        return await fail(reply, 400, `The service refused: ${reason}.`);
      }
      const failed = await finish(signIn, connection.name);
      const { project, begunBy, connectionId } = signIn;
      await insertAudit(depsOf(project).db, {
        ...{ actor: begunBy, actorRoles: [], action: "connectionSignIn", target: connectionId, input: {} },
        outcome: failed === undefined ? "ok" : "SIGN_IN_FAILED",
      });
      if (failed !== undefined) return await fail(reply, 502, `The sign-in could not be finished. ${failed}`);
      return await reply
        .type("text/plain; charset=utf-8")
        .send(`You are signed in for the connection ${connection.name}. You can close this window.\n`);
    });
  };
}

/** Names of connections, hosts and tickets contain nothing that HTML would read as its own. */
function beginPage(connection: string, host: string, ticket: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in for ${connection}</title>
<p>The connection <b>${connection}</b> asks you to sign in at <b>${host}</b>. It will act for you there.</p>
<p><a rel="nofollow" href="/oauth/start?ticket=${ticket}&amp;go=on">Sign in</a></p></html>
`;
}

const CHANGED = "The fields of the connection have been changed in the meantime.";
