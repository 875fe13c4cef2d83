/** A problem of a graph: where it is, and how to mend it. */
export interface GraphProblem {
  readonly code: string;
  readonly message: string;
  readonly severity?: string;
  readonly node?: string | null;
  readonly path?: string | null;
  readonly hint?: string | null;
}

export interface ErrorFields {
  /** The code in UPPER_SNAKE, which has a page at `/errors/<code>`. */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | null | undefined;
  /** JSON Pointer to the place in the input. */
  readonly path?: string | null | undefined;
  /** Whether the same request may succeed later. */
  readonly retryable?: boolean | undefined;
  readonly problems?: readonly GraphProblem[] | undefined;
}

/** An error of the API, or that of not reaching it: with a code, and what to do. */
export class ApiError extends Error implements ErrorFields {
  override readonly name = "ApiError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly path: string | undefined;
  readonly retryable: boolean;
  readonly problems: readonly GraphProblem[];

  constructor({ code, message, hint, path, retryable = false, problems = [] }: ErrorFields) {
    super(message);
    this.code = code;
    this.hint = hint ?? undefined;
    this.path = path ?? undefined;
    this.retryable = retryable;
    this.problems = problems;
  }
}

/** Any error as one that can be shown. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError({
    code: "INTERNAL",
    message: error instanceof Error ? error.message : String(error),
    hint: "Reload the page. If it happens again, the browser's console holds the details.",
  });
}

export const unreachable = (): ApiError =>
  new ApiError({
    code: "API_UNREACHABLE",
    message: "The API does not answer.",
    hint: "The page tries again by itself. If it does not come back, look at the log of the API.",
    retryable: true,
  });

/** The API was asked to do something, and does not answer. */
export const lostAnswer = (countsOnce: boolean): ApiError =>
  new ApiError({
    code: "API_UNREACHABLE",
    message: "The API does not answer. Whether this was done is not known.",
    hint: countsOnce
      ? "Try again when the API is back: it counts once, also if it was done."
      : "When the API is back, look whether it was done before you try again.",
    retryable: true,
  });
