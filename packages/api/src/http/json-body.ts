import { parseJsonText, type Problem as GraphProblem } from "@tempograph/graph";
import type { FastifyInstance } from "fastify";
import type { Problem } from "./problem-json.ts";

/** An error that the server's error handler answers with just this problem. */
export class BadRequest extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/**
 * JSON bodies alone, parsed so that a syntax error names line and column, and checked for what cannot be stored:
 * depth, `\u0000`, lone surrogates. Form and text bodies, which pages can send unasked, are refused (415).
 */
export function acceptJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    /^application\/([\w.-]+\+)?json\b/,
    { parseAs: "string" },
    async (_request: unknown, body: string) => {
      // Some clients say JSON and send nothing.
      if (body === "") return undefined;
      const { value, problems } = parseJsonText(body);
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
