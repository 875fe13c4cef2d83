import { stepFailure, type Failure } from "@tempograph/graph";
import { tryDecodePayload } from "../history/payload.ts";
import type { TemporalFailure } from "../history/history-event.ts";

export type StepEnd =
  | { readonly kind: "stepCancelled" }
  | { readonly kind: "stepFailed"; readonly failure: Failure; readonly time?: number };

/** How a failed activity ended, in the form that the machine gets. The interpreter also uses `stepFailure` for it. */
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

/** The path in the failure of a local activity, for a marker without a summary. */
export function pathInFailure(failure: TemporalFailure | null | undefined): string | undefined {
  const details = tryDecodePayload(failure?.applicationFailureInfo?.details?.payloads?.[0]);
  const path = typeof details === "object" && details !== null ? (details as { path?: unknown }).path : undefined;
  return typeof path === "string" ? path : undefined;
}

/** Values of Temporal's enum TimeoutType, as the SDK names them. */
const TIMEOUTS = ["UNSPECIFIED", "START_TO_CLOSE", "SCHEDULE_TO_START", "SCHEDULE_TO_CLOSE", "HEARTBEAT"];
