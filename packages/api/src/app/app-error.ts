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
} as const;

export type ErrorCode = keyof typeof errorCodes;

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
