import { parseJsonText, type Problem as GraphProblem } from "@tempograph/graph";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Problem } from "./problem-json.ts";
import { BadRequest, readJsonText } from "./read-json-text.ts";

/**
 * JSON bodies alone, parsed so that a syntax error names line and column, and checked for what cannot be stored
 * or would change: depth, `\u0000`, lone surrogates, numbers beyond what a double holds. Form and text bodies, which pages can send unasked, are refused (415).
 */
export function acceptJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    /^application\/([\w.-]+\+)?json\b/,
    { parseAs: "buffer" },
    async (request: FastifyRequest, body: Buffer) => {
      // Some clients say JSON and send nothing.
      if (body.length === 0) return undefined;
      const { value, problems } = parseJsonText(readJsonText(request, body));
      if (problems.length > 0) throw new BadRequest(badJson(problems));
      return value;
    },
  );
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
