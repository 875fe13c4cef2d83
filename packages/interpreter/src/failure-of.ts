import { ActivityFailure, ApplicationFailure, TimeoutFailure } from "@temporalio/workflow";
import { stepFailure, type Failure } from "@tempograph/graph/machine";

/** Turns the error of an activity into a step's failure, in the same form that the mirror reads from history. */
export function failureOf(error: unknown, path: string): { readonly failure: Failure; readonly time?: number } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) {
    return stepFailure({
      path,
      type: cause.type ?? undefined,
      message: cause.message,
      nonRetryable: cause.nonRetryable === true,
      details: cause.details?.[0],
    });
  }
  if (cause instanceof TimeoutFailure) return stepFailure({ path, timeout: cause.timeoutType });
  return stepFailure({ path, message: cause instanceof Error ? cause.message : String(cause) });
}
