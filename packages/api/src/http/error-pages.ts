import type { FastifyInstance } from "fastify";
import { readFile } from "node:fs/promises";
import { PAGE_HEADERS } from "@tempograph/triggers";
import { errorCodes, isErrorCode } from "../app/app-error.ts";
import { errorPage, foreignCodePage } from "./error-page.ts";
import { sendProblem } from "./problem-json.ts";

const PAGES = new URL("../../../../docs/errors/", import.meta.url);

/**
 * Serves `GET /errors/<CODE>`: the page of an error code, to which the `type` of every problem links. It needs no token. Browsers get a page to read, everybody
 * else its Markdown.
 */
export async function registerErrorPages(server: FastifyInstance): Promise<void> {
  const options = { schema: { hide: true } as object };
  server.get<{ Params: { code: string } }>("/errors/:code", options, async ({ params: { code }, headers }, reply) => {
    const isCode = /^[A-Z0-9_]{1,100}$/.test(code);
    const page = isCode ? await readPage(code) : undefined;
    reply.header("vary", "accept");
    if (isCode && headers.accept?.includes("text/html") === true) {
      const html = page === undefined ? foreignCodePage(code) : errorPage(page);
      return await reply
        .code(page === undefined ? 404 : 200)
        .headers(PAGE_HEADERS)
        .send(html);
    }
    if (page !== undefined) return await reply.type("text/markdown; charset=utf-8").send(page);
    return await sendProblem(reply, {
      status: 404,
      code: "NOT_FOUND",
      detail: "Tempograph has no error code of this name.",
      hint: "It may be the code of a workflow, of a node pack or of a service. docs/errors/README.md lists the codes of Tempograph.",
    });
  });
}

/** Reads the page of a code. An installation without the folder docs gives the code's description instead. */
async function readPage(code: string): Promise<string | undefined> {
  try {
    return await readFile(new URL(`${code}.md`, PAGES), "utf8");
  } catch {
    return isErrorCode(code) ? `# ${code}\n\n${errorCodes[code].description}\n` : undefined;
  }
}
