import type { Failure } from "../../definition/failure.ts";
import { ExpressionError } from "../../expression/expression-error.ts";

/** Turns the error of an expression into the failure of its node. Any other error is a bug of ours and is thrown again. */
export function expressionFailure(error: unknown): Failure {
  if (!(error instanceof ExpressionError)) throw error;
  return {
    code: error.code,
    message: error.message,
    retryable: false,
    ...(error.hint !== undefined && { hint: error.hint }),
  };
}
