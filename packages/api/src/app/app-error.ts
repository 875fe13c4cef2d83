import type { Problem } from "@tempograph/graph";
import type { ErrorCode } from "./error-codes.ts";

export { errorCodes, isErrorCode, type ErrorCode } from "./error-codes.ts";

/** Why an operation was refused, as data. */
export interface AppError {
  readonly code: ErrorCode;
  readonly message: string;
  /** JSON Pointer into what was sent. */
  readonly path?: string;
  /** What the sender can do about it. */
  readonly hint?: string;
  /** Seconds after which the same request may succeed. */
  readonly retryAfterS?: number;
  /** With `INVALID_GRAPH` and `INVALID_INPUT`. */
  readonly problems?: readonly Problem[];
}

/** The result of an operation. A refusal is data; an operation throws only if something is broken on our side. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse(error: AppError): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error };
}
