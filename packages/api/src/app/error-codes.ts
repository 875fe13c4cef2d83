/** The category of an error code. GraphQL has one error type for each category, such as `ConflictError`. */
export type ErrorCategory = "validation" | "notFound" | "conflict" | "unavailable" | "forbidden";

interface ErrorRow {
  readonly category: ErrorCategory;
  /** The HTTP status of the answer in REST. */
  readonly httpStatus: number;
  /** Whether the same request may succeed later without a change. */
  readonly retryable: boolean;
  readonly description: string;
}

type Exception = Partial<Pick<ErrorRow, "httpStatus" | "retryable">>;

const rows =
  (category: ErrorCategory, httpStatus: number) =>
  (description: string, exception: Exception = {}): ErrorRow => ({
    category,
    httpStatus,
    retryable: false,
    description,
    ...exception,
  });

const validation = rows("validation", 400);
const notFound = rows("notFound", 404);
const conflict = rows("conflict", 409);
const unavailable = rows("unavailable", 503);
const forbidden = rows("forbidden", 403);

/**
 * All reasons for which an operation can be refused, one row for each code. GraphQL's enum `ErrorCode` and its error types, the
 * status and title of problem+json, and OpenAPI are derived from this table. Each code has a page in `docs/errors`.
 */
export const errorCodes = {
  INVALID_INPUT: validation("The input does not have the required form."),
  INVALID_GRAPH: validation("The graph or its triggers have problems of severity `error`; see `problems`.", {
    httpStatus: 422,
  }),
  PAYLOAD_TOO_LARGE: validation("The request is larger than the limit.", { httpStatus: 413 }),
  INPUT_TOO_EXPENSIVE: validation("Working on the input takes more time or memory than one request may take.", {
    httpStatus: 422,
  }),
  TOO_MANY_REQUESTS: unavailable("The caller sends more requests than the limits allow.", {
    httpStatus: 429,
    retryable: true,
  }),
  SUBSCRIBER_TOO_SLOW: unavailable("The subscriber did not read its updates in time.", { retryable: true }),
  NOT_FOUND: notFound("Nothing has this id."),
  TOKEN_EXISTS: conflict("A token that is not revoked has this name."),
  VERSION_NOT_PUBLISHED: notFound("The workflow has no such published version."),
  REVISION_CONFLICT: conflict("Somebody else saved the draft in the meantime."),
  WORKFLOW_ARCHIVED: conflict("The workflow is archived: it cannot be changed, and no event starts it."),
  WORKFLOW_KEY_EXISTS: conflict("The project has another workflow with this key."),
  IDEMPOTENCY_CONFLICT: conflict("The idempotency key was used before, with other content."),
  EXECUTION_CLOSED: conflict("The execution has ended, so this operation is no longer possible."),
  VALUES_REMOVED: conflict("Retention has removed the data that this operation needs."),
  EXECUTION_NOT_STARTED: conflict(
    "The execution has not started on Temporal yet; until then it can only be cancelled or terminated.",
    {
      retryable: true,
    },
  ),
  EXECUTION_MISSING: conflict(
    "Temporal does not know the execution at this moment; until it does, it can only be terminated.",
    { retryable: true },
  ),
  TEMPORAL_UNAVAILABLE: unavailable("Temporal cannot be reached; nothing was changed.", { retryable: true }),
  DATABASE_UNAVAILABLE: unavailable("Postgres does not answer; whether anything was changed is not known.", {
    retryable: true,
  }),
  FORBIDDEN: forbidden("The token's roles do not allow this."),
  STEER_TIMEOUT: unavailable("No worker answered in time; the operation may still happen.", {
    httpStatus: 504,
    retryable: true,
  }),
  STEER_REFUSED: conflict("The execution refused the operation for a reason that the message gives."),
  PATH_UNKNOWN: notFound("The execution has no such step."),
  NOT_WAITING: conflict("The step is not waiting."),
  NOT_AN_INCIDENT: conflict("The step is not an incident."),
  NOT_RETRYABLE: conflict("The step cannot be run again."),
  ALREADY_DECIDED: conflict("The approval has been decided before."),
  NOT_AUTHORISED: forbidden("The approval names other approvers."),
  FORM_INVALID: validation("The decision's data does not fit the approval's form.", { httpStatus: 422 }),
  ALREADY_PAUSED: conflict("The execution is already paused."),
  NOT_PAUSED: conflict("The execution is not paused."),
  INPUT_INVALID: validation("The input does not fit the node type.", { httpStatus: 422 }),
  EXECUTION_ENDING: conflict("The execution is about to end."),
  SIGNING_KEY_UNKNOWN: conflict("The API has none of the signing keys that the execution accepts."),
  SIGNATURE_EXPIRED: unavailable("The signature of the operation expired before a worker took it.", {
    retryable: true,
  }),
  OPERATION_NOT_SIGNED: forbidden("The operation is not signed for this execution."),
  EXECUTION_OPEN: conflict("The execution has not ended yet."),
  NODE_UNKNOWN: notFound("The version has no such node."),
  BULK_COUNT_CHANGED: conflict("The job would have a different number of items than expected."),
  BULK_TOO_LARGE: validation("The job would have more items than a job may have.", { httpStatus: 422 }),
  BULK_NOT_RUNNING: conflict("The job has ended."),
  NO_SUPERVISOR: conflict("Nothing that the API could ask starts the workers of this installation again."),
  QUOTA_EXCEEDED: unavailable("The project uses all that it may; nothing was stored.", {
    httpStatus: 429,
    retryable: true,
  }),
  CONNECTION_NO_SIGN_IN: validation("Nobody signs in for a connection of this type.", { httpStatus: 422 }),
  CONNECTION_EXISTS: conflict("The project has a connection with this name."),
  CONNECTION_IN_USE: conflict("The published version of a workflow names the connection."),
  CONNECTION_SECRETS_NEEDED: validation("Whoever lets credentials reach more has to know them.", { httpStatus: 422 }),
  STATE_VALUE_TOO_LARGE: validation("The value is larger than a state entry may be.", { httpStatus: 422 }),
  STATE_FULL: conflict("The project has as many state entries, or as many bytes in them, as it may have."),
  PROJECT_EXISTS: conflict("There is a project with this id."),
  NO_WORKER: unavailable("No worker took the node in time; nothing was carried out.", { retryable: true }),
  NODE_RUN_UNSUPPORTED: unavailable("The Temporal server cannot run a node outside of an execution."),
  NODE_NEEDS_EXECUTION: validation("A node of this type does nothing without the execution around it.", {
    httpStatus: 422,
  }),
} as const satisfies Record<string, ErrorRow>;

/** With which code the command line ends when an operation is refused. 1 is an unexpected error, and 2 a command that was called in a wrong way. */
export const exitCodes = {
  validation: 3,
  notFound: 4,
  conflict: 5,
  forbidden: 6,
  unavailable: 7,
} as const satisfies Record<ErrorCategory, number>;

export type ErrorCode = keyof typeof errorCodes;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}
