import {
  GRAPH_TEXT_LIMITS,
  limits,
  parseJsonTextInParts,
  USUAL_TEXT_LIMITS,
  type JsonTextLimits,
  type Problem as GraphProblem,
} from "@tempograph/graph";
import { createGiveWay } from "@tempograph/runtime";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Problem } from "./problem-json.ts";
import { BadRequest, readJsonText } from "./read-json-text.ts";

/**
 * Accepts only JSON bodies. A syntax error names line and column, and values are checked that cannot be stored or would change: too
 * deep, `\u0000`, lone surrogates, numbers that a double cannot hold. Form and text bodies are refused (415), because pages of
 * other sites can send them without permission.
 */
export function acceptJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    /^application\/([a-z0-9][a-z0-9._-]*\+)?json *(;|$)/,
    { parseAs: "buffer" },
    async (request: FastifyRequest, body: Buffer) => {
      // Some clients send the header for JSON with an empty body.
      if (body.length === 0) return undefined;
      const takesGraphs = (request.routeOptions.bodyLimit ?? 0) >= limits.MAX_BYTES;
      const within = takesGraphs ? GRAPH_TEXT_LIMITS : USUAL_TEXT_LIMITS;
      const { value, problems } = await parsed(readJsonText(request, body), within);
      if (problems.length > 0) throw new BadRequest(badJson(problems));
      return value;
    },
  );
}

/** Parses a body. What the operation does with it begins in a turn of its own, if the body was long. */
async function parsed(text: string, within: JsonTextLimits) {
  const giveWay = createGiveWay();
  const parts = parseJsonTextInParts(text, { within });
  for (;;) {
    const { done, value } = parts.next();
    await giveWay();
    if (done === true) return value;
  }
}

export function badJson(problems: readonly GraphProblem[]): Problem {
  const first = problems[0] as GraphProblem;
  const tooLarge = first.code === "INPUT_TOO_LARGE";
  const syntax = first.code === "JSON_SYNTAX";
  return {
    status: tooLarge ? 413 : 400,
    code: tooLarge ? "PAYLOAD_TOO_LARGE" : syntax ? "JSON_SYNTAX" : "INVALID_INPUT",
    detail: first.message,
    path: first.path,
    hint: first.hint,
    problems,
  };
}
