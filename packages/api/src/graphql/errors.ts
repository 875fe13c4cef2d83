import { errorCodes, isRetryable, type AppError, type ErrorCode, type Result } from "../app/app-error.ts";
import { builder } from "./builder.ts";
import { ProblemType } from "./problem.ts";
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  UnavailableError,
  ValidationError,
  type RefusedError,
} from "./refused-error.ts";

export { ConflictError, NotFoundError, UnavailableError, ValidationError } from "./refused-error.ts";

const ErrorCodeEnum = builder.enumType("ErrorCode", {
  description: "What went wrong, for programs. Each code has a page in `docs/errors`.",
  values: Object.fromEntries(
    Object.entries(errorCodes).map(([code, description]) => [code, { value: code, description }]),
  ) as Record<ErrorCode, { value: ErrorCode; description: string }>,
});

const classOf: Record<ErrorCode, new (error: AppError) => RefusedError> = {
  INVALID_INPUT: ValidationError,
  INVALID_GRAPH: ValidationError,
  PAYLOAD_TOO_LARGE: ValidationError,
  NOT_FOUND: NotFoundError,
  VERSION_NOT_PUBLISHED: NotFoundError,
  REVISION_CONFLICT: ConflictError,
  WORKFLOW_ARCHIVED: ConflictError,
  IDEMPOTENCY_CONFLICT: ConflictError,
  EXECUTION_CLOSED: ConflictError,
  EXECUTION_NOT_STARTED: ConflictError,
  TEMPORAL_UNAVAILABLE: UnavailableError,
  FORBIDDEN: ForbiddenError,
  STEER_TIMEOUT: UnavailableError,
  STEER_REFUSED: ConflictError,
  PATH_UNKNOWN: NotFoundError,
  NOT_WAITING: ConflictError,
  NOT_AN_INCIDENT: ConflictError,
  NOT_RETRYABLE: ConflictError,
  ALREADY_DECIDED: ConflictError,
  NOT_AUTHORISED: ForbiddenError,
  FORM_INVALID: ValidationError,
  ALREADY_PAUSED: ConflictError,
  NOT_PAUSED: ConflictError,
  INPUT_INVALID: ValidationError,
  EXECUTION_ENDING: ConflictError,
  EXECUTION_OPEN: ConflictError,
  NODE_UNKNOWN: NotFoundError,
  BULK_COUNT_CHANGED: ConflictError,
  BULK_TOO_LARGE: ValidationError,
  BULK_NOT_RUNNING: ConflictError,
  NO_WORKER: UnavailableError,
  NODE_RUN_UNSUPPORTED: UnavailableError,
  NODE_NEEDS_EXECUTION: ValidationError,
};

export function toGraphqlError(error: AppError): Error {
  return new classOf[error.code](error);
}

/** The value, or the error as the errors plugin wants it: thrown, to come out as a member of the field's union. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw toGraphqlError(result.error);
}

const ErrorInterface = builder.interfaceRef<RefusedError>("Error").implement({
  description: "A refusal, as data. Nothing was changed.",
  fields: (t) => ({
    code: t.field({ type: ErrorCodeEnum, description: "What went wrong, for programs.", resolve: (e) => e.error.code }),
    message: t.string({ description: "What went wrong, for people.", resolve: (e) => e.error.message }),
    path: t.string({
      nullable: true,
      description: "JSON Pointer into the input, where one place is to blame.",
      resolve: (e) => e.error.path ?? null,
    }),
    cure: t.string({ nullable: true, description: "What to do about it.", resolve: (e) => e.error.cure ?? null }),
    retryable: t.boolean({
      description: "The same request may succeed later, as it is.",
      resolve: (e) => isRetryable(e.error.code),
    }),
  }),
});

builder.objectType(ValidationError, {
  name: "ValidationError",
  description: "What was sent cannot be accepted as it is.",
  interfaces: [ErrorInterface],
  fields: (t) => ({
    problems: t.field({
      type: [ProblemType],
      description: "Each problem of the graph and its triggers, with its place and cure. Empty for other input.",
      resolve: (e) => [...(e.error.problems ?? [])],
    }),
  }),
});
builder.objectType(NotFoundError, {
  name: "NotFoundError",
  description: "Something that the input names does not exist.",
  interfaces: [ErrorInterface],
});
builder.objectType(ConflictError, {
  name: "ConflictError",
  description: "What is asked does not fit the state that things are in now.",
  interfaces: [ErrorInterface],
});
builder.objectType(UnavailableError, {
  name: "UnavailableError",
  description: "A part that this needs cannot be reached at the moment. Try again later.",
  interfaces: [ErrorInterface],
});
builder.objectType(ForbiddenError, {
  name: "ForbiddenError",
  description: "The caller may not do this.",
  interfaces: [ErrorInterface],
});
