import { errorCodes } from "./generated/error-codes.ts";

/** What is wrong at a place of a graph. */
export interface GraphProblem {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  /** JSON Pointer into the input. */
  readonly path: string;
  readonly hint?: string;
}

/** The body of a refusal: RFC 9457 with a code, a place and a hint. */
export interface ProblemBody {
  readonly code: string;
  readonly detail: string;
  readonly title?: string;
  readonly path?: string;
  readonly hint?: string;
  readonly retryable?: boolean;
  readonly requestId?: string;
  readonly problems?: readonly GraphProblem[];
}

/**
 * Why a request has failed. The codes are those of the API, each with a page in `docs/errors`, and two of this client: `API_UNREACHABLE`
 * (no connection, or an answer that is not from Tempograph) and `API_TIMEOUT` (no answer in time).
 */
export class TempographError extends Error {
  override readonly name = "TempographError";
  /** For programs. */
  readonly code: string;
  /** The HTTP status. Absent if there was no answer. */
  readonly status: number | undefined;
  /** JSON Pointer to the place in the input that caused the error, if there is a single one. */
  readonly path: string | undefined;
  /** What to do about it. */
  readonly hint: string | undefined;
  /** Whether the same request may succeed later without a change. */
  readonly retryable: boolean;
  /** Seconds after which it may. */
  readonly retryAfterS: number | undefined;
  /** The problems of a graph. */
  readonly problems: readonly GraphProblem[];
  /** The id of the request in the API's log. */
  readonly requestId: string | undefined;

  constructor(
    problem: ProblemBody,
    more: { readonly status?: number; readonly retryAfterS?: number; readonly cause?: unknown } = {},
  ) {
    super(problem.detail, { cause: more.cause });
    this.code = problem.code;
    this.status = more.status;
    this.path = problem.path;
    this.hint = problem.hint;
    this.retryable = problem.retryable ?? false;
    this.retryAfterS = more.retryAfterS;
    this.problems = problem.problems ?? [];
    this.requestId = problem.requestId;
  }

  /** What kind of error it is, such as `notFound`. Undefined for codes that are no refusals of an operation, such as UNAUTHORIZED. */
  get category(): ErrorCategory | undefined {
    return Object.hasOwn(errorCodes, this.code) ? errorCodes[this.code as keyof typeof errorCodes] : undefined;
  }
}

export type ErrorCategory = (typeof errorCodes)[keyof typeof errorCodes];
