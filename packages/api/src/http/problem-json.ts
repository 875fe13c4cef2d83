import type { FastifyReply } from "fastify";
import type { Problem as GraphProblem } from "@tempograph/graph";
import { STATUS_CODES } from "node:http";
import { withCure } from "./with-cure.ts";
import { errorCodes, isErrorCode, type AppError } from "../app/app-error.ts";

/** RFC 9457, with our code, place and hint. */
export interface Problem {
  readonly status: number;
  /** UPPER_SNAKE; each has a page in `docs/errors`. */
  readonly code: string;
  readonly detail: string;
  readonly path?: string | undefined;
  readonly hint?: string | undefined;
  /** The same request may succeed later. */
  readonly retryable?: boolean | undefined;
  readonly problems?: readonly GraphProblem[] | undefined;
}

export function fromAppError({ code, message, path, hint, problems }: AppError): Problem {
  const { httpStatus, retryable } = errorCodes[code];
  return { status: httpStatus, code, detail: message, path, hint, ...(retryable && { retryable }), problems };
}

/**
 * `type` is the page of the code, which the API serves itself (`GET /errors/<code>`). `title` is the same for every
 * problem of a code: what the code means, or the name of the status for what the server refuses by itself.
 */
export async function sendProblem(reply: FastifyReply, problem: Problem): Promise<FastifyReply> {
  const { status, code, problems, ...rest } = withCure(problem);
  const each = problems?.map(withCure);
  const title = isErrorCode(code) ? errorCodes[code].description : (STATUS_CODES[status] ?? "Error");
  const body = { type: `/errors/${code}`, title, status, code, ...rest, problems: each, requestId: reply.request.id };
  return await reply.code(status).type("application/problem+json; charset=utf-8").send(JSON.stringify(body));
}

export const unauthorized: Problem = {
  status: 401,
  code: "UNAUTHORIZED",
  detail: "The token is missing or wrong.",
  hint: "Send `Authorization: Bearer <token>`. The token stands in the file `token` of the data folder, or in TEMPOGRAPH_TOKEN.",
};
