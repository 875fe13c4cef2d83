import type { Failure } from "../../definition/failure.ts";
import { MomentError } from "../../time-zone/moment-error.ts";

/** Why a text is no moment, as the node's failure. */
export function momentFailure(error: unknown): Failure {
  if (!(error instanceof MomentError)) throw error;
  return { code: error.code, message: error.message, hint: error.hint, retryable: false };
}
