import type { FastifyReply } from "fastify";
import type { Problem as GraphProblem } from "@tempograph/graph";
import { STATUS_CODES } from "node:http";
import type { Exceeded } from "./rate-limits.ts";
import { withCure } from "./with-cure.ts";
import { errorCodes, isErrorCode, type AppError } from "../app/app-error.ts";

/** A problem in the form of RFC 9457, with a code, a place and a hint. */
export interface Problem {
  readonly status: number;
  /** The error code in UPPER_SNAKE. Each code has a page in `docs/errors`. */
  readonly code: string;
  readonly detail: string;
  readonly path?: string | undefined;
  readonly hint?: string | undefined;
  /** Whether the same request may succeed later. */
  readonly retryable?: boolean | undefined;
  /** Seconds after which it may; sent as the header `Retry-After`. */
  readonly retryAfterS?: number | undefined;
  readonly problems?: readonly GraphProblem[] | undefined;
}

export function fromAppError({ code, message, path, hint, retryAfterS, problems }: AppError): Problem {
  const { httpStatus, retryable } = errorCodes[code];
  return {
    status: httpStatus,
    code,
    detail: message,
    path,
    hint,
    ...(retryable && { retryable }),
    retryAfterS,
    problems,
  };
}

/**
 * Sends a problem. `type` is the page of the code, which the API itself serves (`GET /errors/<code>`). `title` is the meaning of the
 * code, or the name of the status if the server itself refused the request.
 */
export async function sendProblem(reply: FastifyReply, problem: Problem): Promise<FastifyReply> {
  const { status, retryAfterS } = problem;
  if (retryAfterS !== undefined) reply.header("retry-after", String(retryAfterS));
  const body = JSON.stringify(problemBody(problem, reply.request.id));
  return await reply.code(status).type("application/problem+json; charset=utf-8").send(body);
}

export function problemBody(problem: Problem, requestId: string): { readonly status: number } {
  const { status, code, problems, retryAfterS: _, ...rest } = withCure(problem);
  const title = isErrorCode(code) ? errorCodes[code].description : (STATUS_CODES[status] ?? "Error");
  return { type: `/errors/${code}`, title, status, code, ...rest, problems: problems?.map(withCure), requestId } as {
    readonly status: number;
  };
}

export function tooManyRequests({ retryAfter }: Exceeded): Problem {
  return {
    status: 429,
    code: "TOO_MANY_REQUESTS",
    detail: "There are more requests than the limits allow.",
    hint: `Try again after ${retryAfter} seconds.`,
    retryable: true,
    retryAfterS: retryAfter,
  };
}

export const unauthorized: Problem = {
  status: 401,
  code: "UNAUTHORIZED",
  detail: "The token is missing, wrong, revoked or expired.",
  hint: "Send `Authorization: Bearer <token>`. The first token is in the file `token` of the data folder, or in TEMPOGRAPH_TOKEN.",
};
