import type { FastifyReply } from "fastify";
import type { Problem as GraphProblem } from "@tempograph/graph";
import { isRetryable, type AppError, type ErrorCode } from "../app/app-error.ts";

/** RFC 9457, with our code, place and cure. */
export interface Problem {
  readonly status: number;
  /** UPPER_SNAKE; each has a page in `docs/errors`. */
  readonly code: string;
  readonly detail: string;
  readonly path?: string | undefined;
  readonly cure?: string | undefined;
  /** The same request may succeed later. */
  readonly retryable?: boolean | undefined;
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
  FORBIDDEN: 403,
  STEER_TIMEOUT: 504,
  STEER_REFUSED: 409,
  PATH_UNKNOWN: 404,
  NOT_WAITING: 409,
  NOT_AN_INCIDENT: 409,
  NOT_RETRYABLE: 409,
  ALREADY_DECIDED: 409,
  NOT_AUTHORISED: 403,
  FORM_INVALID: 422,
  ALREADY_PAUSED: 409,
  NOT_PAUSED: 409,
  INPUT_INVALID: 422,
  EXECUTION_ENDING: 409,
  EXECUTION_OPEN: 409,
  NODE_UNKNOWN: 404,
  BULK_COUNT_CHANGED: 409,
  BULK_TOO_LARGE: 422,
  BULK_NOT_RUNNING: 409,
  NO_WORKER: 503,
  NODE_RUN_UNSUPPORTED: 503,
  NODE_NEEDS_EXECUTION: 422,
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
  422: "Not as it has to be",
  500: "Internal error",
  503: "Unavailable",
  504: "No answer in time",
};

export function fromAppError({ code, message, path, cure, problems }: AppError): Problem {
  const later = isRetryable(code);
  return { status: statusOf[code], code, detail: message, path, cure, ...(later && { retryable: later }), problems };
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
