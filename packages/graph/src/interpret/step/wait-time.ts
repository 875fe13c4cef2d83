import { DurationError, parseDuration } from "../../definition/duration.ts";
import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";

/** The milliseconds of a rendered duration, or the failure of its node if the duration is invalid. */
export function milliseconds(value: Json | undefined): number | Failure {
  try {
    return parseDuration(value as number | string);
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint, retryable: false };
  }
}

/** When the `timeout` of a wait ends, in ms since epoch; null if there is none; or the failure of the node if it is invalid. */
export function deadline(value: Json | undefined, now: number): number | null | Failure {
  if (value === undefined || value === null) return null;
  const ms = milliseconds(value);
  return typeof ms === "number" ? now + ms : ms;
}

export function isFailure(found: number | null | Failure): found is Failure {
  return typeof found === "object" && found !== null;
}
