import type { FastifyInstance } from "fastify";
import { readFile } from "node:fs/promises";
import { errorCodes, isErrorCode } from "../app/app-error.ts";
import { sendProblem } from "./problem-json.ts";

const PAGES = new URL("../../../../docs/errors/", import.meta.url);

/** Serves `GET /errors/<CODE>`: the page of an error code, to which the `type` of every problem links. It needs no token. */
export async function registerErrorPages(server: FastifyInstance): Promise<void> {
  const options = { schema: { hide: true } as object };
  server.get<{ Params: { code: string } }>("/errors/:code", options, async ({ params: { code } }, reply) => {
    const page = /^[A-Z0-9_]{1,100}$/.test(code) ? await readPage(code) : undefined;
    if (page !== undefined) return await reply.type("text/markdown; charset=utf-8").send(page);
    return await sendProblem(reply, {
      status: 404,
      code: "NOT_FOUND",
      detail: "There is no error code of this name.",
      hint: "Use the link in `type` of a problem. docs/errors/README.md lists all codes.",
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
