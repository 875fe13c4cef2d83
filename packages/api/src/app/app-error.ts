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

/** Thrown where a refusal cannot be returned, such as inside a transaction. The operation is refused with the error. */
export class RefusedWork extends Error {
  readonly error: AppError;
  constructor(error: AppError) {
    super(error.message);
    this.error = error;
  }
}

/** The result of work that may throw `RefusedWork`. */
export async function orRefused<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await work();
  } catch (error) {
    const refused = refusedByError(error);
    if (refused !== undefined) return refuse(refused);
    throw error;
  }
}

/** Why work was refused that threw this. Undefined: it was not refused, something is broken. */
export function refusedByError(error: unknown): AppError | undefined {
  return error instanceof RefusedWork ? error.error : undefined;
}

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse(error: AppError): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error };
}

/** What was sent at `path` does not fit; the hint says what would. */
export function invalidInput(path: string, message: string, hint: string): AppError {
  return { code: "INVALID_INPUT", message, path, hint };
}

/** @param what Of what there is none, such as "bulk job". A long id is cut in the message. */
export function notFound(what: string, id: string, hint: string, path = "/id"): AppError {
  return { code: "NOT_FOUND", message: `There is no ${what} ${JSON.stringify(id.slice(0, 200))}.`, path, hint };
}
