import type { Failure } from "../../definition/failure.ts";
import { MomentError } from "../../time-zone/moment-error.ts";

/** Turns a MomentError into the failure of the node. Any other error is thrown again. */
export function momentFailure(error: unknown): Failure {
  if (!(error instanceof MomentError)) throw error;
  return { code: error.code, message: error.message, hint: error.hint, retryable: false };
}
