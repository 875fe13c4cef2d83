import { stepFailure, type Failure, type Json } from "@tempograph/graph";
import { decodePayload, tryDecodePayload } from "../history/payload.ts";
import type { Payload, TemporalFailure } from "../history/history-event.ts";

/** What an activity returned: `{ output, port? }`; a local one adds `path` and `time`. */
export interface StepResult {
  readonly output: Json;
  readonly port?: string;
  readonly path?: string;
  readonly time?: number;
}

/** @throws Error where the payload cannot be read. */
export function stepResult(payload: Payload | null | undefined): StepResult {
  const value = decodePayload(payload) as { readonly [key: string]: Json } | undefined;
  // As the interpreter reads it: a result without `output` has none.
  const { output, port, path, time } = (typeof value === "object" && value !== null ? value : {}) as Record<
    string,
    Json
  >;
  return {
    output: output as Json,
    ...(typeof port === "string" && port !== "" && { port }),
    ...(typeof path === "string" && { path }),
    ...(typeof time === "number" && { time }),
  };
}

export type StepEnd =
  | { readonly kind: "stepCancelled" }
  | { readonly kind: "stepFailed"; readonly failure: Failure; readonly time?: number };

/** A failed activity's failure as the machine knows it: the interpreter maps the same way through `stepFailure`. */
export function stepEnd(outer: TemporalFailure | null | undefined, path: string): StepEnd {
  const failure = outer?.activityFailureInfo ? outer.cause : outer;
  if (failure?.canceledFailureInfo) return { kind: "stepCancelled" };
  const application = failure?.applicationFailureInfo;
  if (application) {
    const details = tryDecodePayload(application.details?.payloads?.[0]);
    return {
      kind: "stepFailed",
      ...stepFailure({
        path,
        type: application.type ?? undefined,
        message: failure?.message ?? "",
        nonRetryable: application.nonRetryable === true,
        details,
      }),
    };
  }
  const timeout = failure?.timeoutFailureInfo;
  if (timeout)
    return {
      kind: "stepFailed",
      ...stepFailure({ path, timeout: TIMEOUTS[Number(timeout.timeoutType)] ?? "UNKNOWN" }),
    };
  return { kind: "stepFailed", ...stepFailure({ path, message: failure?.message ?? "" }) };
}

/** Path in a local activity's failure: where its summary is missing. */
export function pathInFailure(failure: TemporalFailure | null | undefined): string | undefined {
  const details = tryDecodePayload(failure?.applicationFailureInfo?.details?.payloads?.[0]);
  const path = typeof details === "object" && details !== null ? (details as { path?: unknown }).path : undefined;
  return typeof path === "string" ? path : undefined;
}

/** Values of Temporal's enum TimeoutType, as the SDK names them. */
const TIMEOUTS = ["UNSPECIFIED", "START_TO_CLOSE", "SCHEDULE_TO_START", "SCHEDULE_TO_CLOSE", "HEARTBEAT"];
