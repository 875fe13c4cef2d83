import type { Failure } from "../../definition/failure.ts";
import { ExpressionError } from "../../expression/expression-error.ts";

/** An expression's error as the failure of its node; any other error is a defect of ours and thrown on. */
export function expressionFailure(error: unknown): Failure {
  if (!(error instanceof ExpressionError)) throw error;
  return {
    code: error.code,
    message: error.message,
    retryable: false,
    ...(error.hint !== undefined && { hint: error.hint }),
  };
}
