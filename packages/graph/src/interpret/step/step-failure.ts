import { storedHint, type Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import { checkJsonValue } from "../../definition/parse-json-value.ts";
import { stepResult } from "../../contract/step.ts";
import type { StepAnswer } from "../state/open-entry.ts";

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
    readonly spent?: unknown;
  };
  const hint = storedHint(details);
  return {
    failure: {
      code: info.type === undefined || info.type === "" || info.type === "Error" ? "STEP_FAILED" : info.type,
      message: typeof details.message === "string" ? details.message : (info.message ?? ""),
      path: info.path,
      ...(hint !== undefined && { hint }),
      retryable: info.nonRetryable !== true || details.spent === true,
      ...(isUsable(details.details) && { details: details.details }),
    },
    ...(typeof details.time === "number" && { time: details.time }),
  };
}

/**
 * What an activity's result means for its step, the same live and from a history. Any worker may return anything: what is no
 * `StepResult` fails the step, and never the workflow task.
 */
export function stepAnswer(path: string, value: unknown): Exclude<StepAnswer, { kind: "stepCancelled" }> {
  const result = stepResult(value);
  if (typeof result === "string") return { kind: "stepFailed", path, failure: invalidAnswer(path, result) };
  const { output, port, time } = result;
  return {
    kind: "stepSucceeded",
    path,
    output,
    ...(port !== undefined && { port }),
    ...(time !== undefined && { time }),
  };
}

export function invalidAnswer(path: string, why: string): Failure {
  return {
    code: "ANSWER_INVALID",
    message: `The worker's answer cannot be used: ${why}.`,
    path,
    hint: 'Let the activity return JSON of the form {"output": …, "port": "out"}, as docs/guide/writing-a-node.md describes.',
    retryable: false,
  };
}

/** What is nested so deeply that `JSON.stringify` overflows the stack would stop the execution when it continues as new. */
function isUsable(details: Json | undefined): details is Json {
  return details !== undefined && checkJsonValue(details, { maxDepth: 1_000 }).length === 0;
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
