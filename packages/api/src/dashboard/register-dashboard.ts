import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DashboardFiles } from "./dashboard-files.ts";
import { noticePage, RELOAD_SCRIPT } from "./notice-page.ts";

declare module "fastify" {
  interface FastifyReply {
    /** What `@fastify/static` adds. Its own declaration does not reach Fastify, which is not among its dependencies. */
    sendFile(name: string, folder: string, options: { immutable: boolean; maxAge: string }): FastifyReply;
  }
}

/** What the build writes where a fresh nonce belongs: see `vite.config.ts` of the dashboard. */
const NONCE_MARK = "@@nonce@@";

/**
 * What pages of the dashboard may load: what this server sends, and nothing else. Scripts come from files only, so that text which ends up
 * in a page is never run. The component kit writes its colours into a style element, which carries the nonce of the page.
 */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** A web worker has the policy that its own file is sent with. */
const ASSET_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";

/**
 * Serves the dashboard: its built files below `/app/assets/`, whose names change with their content, and its page at every other path below
 * `/app/`, because the page itself finds what to show from the path. `/` leads there.
 */
export function registerDashboard(files: DashboardFiles) {
  return async (server: FastifyInstance): Promise<void> => {
    const options = { schema: { hide: true } as object };
    // The folder is known when the files are built, so each answer names it.
    await server.register(fastifyStatic, { serve: false, root: process.cwd(), preCompressed: true });

    server.get("/", options, async (_request, reply) => await reply.redirect("/app/"));
    server.get("/app", options, async (_request, reply) => await reply.redirect("/app/"));

    server.get<{ Params: { "*": string } }>("/app/assets/*", options, async ({ params }, reply) => {
      const state = await files.state();
      if (!("folder" in state)) return reply.callNotFound();
      reply.header("content-security-policy", ASSET_POLICY);
      return await reply.sendFile(params["*"], join(state.folder, "assets"), { immutable: true, maxAge: "365d" });
    });

    server.get("/app/reload.js", options, async (_request, reply) => {
      return await reply.type("text/javascript; charset=utf-8").send(RELOAD_SCRIPT);
    });

    server.get("/app/*", options, async (_request, reply) => {
      const state = await files.state();
      if (!("folder" in state)) return await sendPage(reply, 503, noticePage(state));
      const page = await readFile(join(state.folder, "index.html"), "utf8");
      return await sendPage(reply, 200, page);
    });
  };
}

/** Sends a page, which no cache keeps, with a nonce of its own. */
async function sendPage(reply: FastifyReply, status: 200 | 503, html: string): Promise<FastifyReply> {
  const nonce = randomBytes(18).toString("base64url");
  return await reply
    .code(status)
    .header("content-security-policy", policy(nonce))
    .header("cross-origin-opener-policy", "same-origin")
    .type("text/html; charset=utf-8")
    .send(html.replaceAll(NONCE_MARK, nonce));
}
