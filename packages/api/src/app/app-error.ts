import type { Problem } from "@tempograph/graph";

/** Why a use-case refused, as data. Each code has a page in `docs/errors`. */
export const errorCodes = {
  INVALID_INPUT: "What was sent does not have the shape that is asked for.",
  INVALID_GRAPH: "The graph or its triggers have problems of severity `error`; see `problems`.",
  PAYLOAD_TOO_LARGE: "What was sent is larger than the limit.",
  NOT_FOUND: "Nothing has this id.",
  VERSION_NOT_PUBLISHED: "The workflow has no such published version.",
  REVISION_CONFLICT: "Somebody else saved the draft in the meantime.",
  WORKFLOW_ARCHIVED: "The workflow is archived: it takes no changes and no events.",
  IDEMPOTENCY_CONFLICT: "The idempotency key was used before for another event.",
  EXECUTION_CLOSED: "The execution has ended: there is nothing left to steer.",
  EXECUTION_NOT_STARTED: "The execution waits for Temporal to take it; only cancel works until then.",
  TEMPORAL_UNAVAILABLE: "Temporal cannot be reached; nothing was changed.",
  FORBIDDEN: "The token's roles do not allow this.",
  STEER_TIMEOUT: "No worker answered in time; the operation may still happen.",
  STEER_REFUSED: "The execution refused the operation for a reason of its own.",
  PATH_UNKNOWN: "The execution has no such step.",
  NOT_WAITING: "The step does not wait.",
  NOT_AN_INCIDENT: "The step is no incident.",
  NOT_RETRYABLE: "The step cannot be run again.",
  ALREADY_DECIDED: "Somebody has decided the approval.",
  NOT_AUTHORISED: "The approval names other approvers.",
  FORM_INVALID: "The decision's data does not fit the approval's form.",
  ALREADY_PAUSED: "The execution is paused.",
  NOT_PAUSED: "The execution is not paused.",
  INPUT_INVALID: "The input does not fit the node type.",
  EXECUTION_ENDING: "The execution is about to end.",
  EXECUTION_OPEN: "The execution has not ended.",
  NODE_UNKNOWN: "The version has no such node.",
  BULK_COUNT_CHANGED: "It would be done to another number of executions than expected.",
  BULK_TOO_LARGE: "It would be done to more executions than one job may have.",
  BULK_NOT_RUNNING: "The job has ended.",
  NO_WORKER: "No worker took it in time; nothing was carried out.",
  NODE_RUN_UNSUPPORTED: "The Temporal server cannot run a node by itself.",
  NODE_NEEDS_EXECUTION: "A node of this type does nothing without the execution around it.",
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** The same request may succeed later, as it is. */
const retryable: ReadonlySet<ErrorCode> = new Set([
  "EXECUTION_NOT_STARTED",
  "TEMPORAL_UNAVAILABLE",
  "STEER_TIMEOUT",
  "NO_WORKER",
]);

export function isRetryable(code: ErrorCode): boolean {
  return retryable.has(code);
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}

export interface AppError {
  readonly code: ErrorCode;
  readonly message: string;
  /** JSON Pointer into what was sent. */
  readonly path?: string;
  /** What the sender can do about it. */
  readonly cure?: string;
  /** With `INVALID_GRAPH` and `INVALID_INPUT`. */
  readonly problems?: readonly Problem[];
}

/** Failures are data: a use-case throws only where something is broken on our side. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse(error: AppError): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error };
}
