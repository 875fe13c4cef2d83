import type { FastifyReply } from "fastify";
import type { Problem as GraphProblem } from "@tempograph/graph";
import type { AppError, ErrorCode } from "../app/app-error.ts";

/** RFC 9457, with our code, place and cure. */
export interface Problem {
  readonly status: number;
  /** UPPER_SNAKE; each has a page in `docs/errors`. */
  readonly code: string;
  readonly detail: string;
  readonly path?: string | undefined;
  readonly cure?: string | undefined;
  readonly problems?: readonly GraphProblem[] | undefined;
}

const statusOf: Record<ErrorCode, number> = {
  INVALID_INPUT: 400,
  INVALID_GRAPH: 422,
  PAYLOAD_TOO_LARGE: 413,
  NOT_FOUND: 404,
  VERSION_NOT_PUBLISHED: 404,
  REVISION_CONFLICT: 409,
  WORKFLOW_ARCHIVED: 409,
  IDEMPOTENCY_CONFLICT: 409,
  EXECUTION_CLOSED: 409,
  EXECUTION_NOT_STARTED: 409,
  TEMPORAL_UNAVAILABLE: 503,
};

const titles: Readonly<Record<number, string>> = {
  400: "Bad input",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  406: "Not acceptable",
  408: "Too slow",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  422: "Graph with problems",
  500: "Internal error",
  503: "Unavailable",
};

export function fromAppError({ code, message, path, cure, problems }: AppError): Problem {
  return { status: statusOf[code], code, detail: message, path, cure, problems };
}

export async function sendProblem(reply: FastifyReply, problem: Problem): Promise<FastifyReply> {
  const { status, ...rest } = problem;
  const body = { type: "about:blank", title: titles[status] ?? "Error", status, ...rest };
  return await reply.code(status).type("application/problem+json; charset=utf-8").send(JSON.stringify(body));
}

export const unauthorized: Problem = {
  status: 401,
  code: "UNAUTHORIZED",
  detail: "The token is missing or wrong.",
  cure: "Send `Authorization: Bearer <token>`. The token stands in the file `token` of the data folder, or in TEMPOGRAPH_TOKEN.",
};
