import { storedHint, type Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";

/** What Temporal knows about a failed activity. The interpreter takes it from an error, the mirror from history. */
export interface ActivityFailureInfo {
  readonly path: string;
  /** The type of the ApplicationFailure, which is our error code. */
  readonly type?: string | undefined;
  readonly message?: string;
  readonly nonRetryable?: boolean;
  /** The first element of the ApplicationFailure's details: `FailureDetails` of the contract. */
  readonly details?: unknown;
  /** The type of a TimeoutFailure, such as `START_TO_CLOSE`; absent if the failure is not a time-out. */
  readonly timeout?: string | undefined;
}

/**
 * Makes the step's failure, with the time that the answer of a local activity contains. The interpreter and the mirror both
 * use this function, so that they come to the same result (I3).
 */
export function stepFailure(info: ActivityFailureInfo): { readonly failure: Failure; readonly time?: number } {
  if (info.timeout !== undefined) {
    const code = `TIMEOUT_${info.timeout}`;
    return { failure: { code, message: TIMEOUT_MESSAGE, path: info.path, hint: TIMEOUT_HINT, retryable: true } };
  }
  const details = (typeof info.details === "object" && info.details !== null ? info.details : {}) as {
    readonly message?: unknown;
    readonly hint?: unknown;
    readonly cure?: unknown;
    readonly details?: Json;
    readonly time?: unknown;
  };
  const hint = storedHint(details);
  return {
    failure: {
      code: info.type === undefined || info.type === "" || info.type === "Error" ? "STEP_FAILED" : info.type,
      message: typeof details.message === "string" ? details.message : (info.message ?? ""),
      path: info.path,
      ...(hint !== undefined && { hint }),
      retryable: info.nonRetryable !== true,
      ...(details.details !== undefined && { details: details.details }),
    },
    ...(typeof details.time === "number" && { time: details.time }),
  };
}

const TIMEOUT_MESSAGE = "The step took longer than its time-out allows.";
const TIMEOUT_HINT = "Raise the node's settings.timeout, or make what it calls answer sooner.";

/** The failure of a step that was cancelled although this execution did not ask for it. */
export const CANCELLED_FROM_OUTSIDE: Failure = {
  code: "STEP_CANCELLED",
  message: "The step was cancelled, but not by this execution.",
  hint: "See the worker's log around that time.",
  retryable: false,
};
