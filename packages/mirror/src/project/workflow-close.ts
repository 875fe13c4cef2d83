import type { ExecutionStart, Failure, Json, OperationKeys, Resume } from "@tempograph/graph";
import { decodePayload, tryDecodePayload } from "../history/payload.ts";
import { timeMs, type HistoryEvent, type TemporalFailure } from "../history/history-event.ts";
import type { ProjectedStatus } from "./projection.ts";

/** The end of a run, as its last event shows it. */
export interface WorkflowClose {
  readonly status: ProjectedStatus;
  readonly at: number;
  readonly output: Json | null;
  readonly failure: Failure | null;
  /** The hash that the interpreter made of its trace. */
  readonly traceHash: string | null;
  readonly nextRunId: string | null;
  readonly wasReset: boolean;
  /** The state that the interpreter passed to the next run. */
  readonly resume: Resume | null;
  /** The keys that the interpreter passed to the next run. */
  readonly operationKeys: OperationKeys | null;
}

/** Reads the end of a run; undefined if the event does not end it. */
export function workflowClose(event: HistoryEvent): WorkflowClose | undefined {
  const base = {
    at: timeMs(event.eventTime),
    output: null,
    failure: null,
    traceHash: null,
    nextRunId: null,
    wasReset: false,
    resume: null,
    operationKeys: null,
  };
  const completed = event.workflowExecutionCompletedEventAttributes;
  if (completed) {
    const result = (decodePayload(completed.result?.payloads?.[0]) ?? {}) as { readonly [key: string]: Json };
    const status = result["status"] === "completedWithErrors" ? "completedWithErrors" : "completed";
    return { ...base, status, output: result["output"] ?? null, traceHash: text(result["traceHash"]) };
  }
  const failed = event.workflowExecutionFailedEventAttributes;
  if (failed) return { ...base, status: "failed", ...executionFailure(failed.failure) };
  const cancelled = event.workflowExecutionCanceledEventAttributes;
  if (cancelled) return { ...base, status: "cancelled" };
  const terminated = event.workflowExecutionTerminatedEventAttributes;
  if (terminated) {
    const wasReset = terminated.identity === "history-resetter";
    const message = terminated.reason || "The execution was terminated.";
    return { ...base, status: "terminated", failure: { code: "EXECUTION_TERMINATED", message }, wasReset };
  }
  if (event.workflowExecutionTimedOutEventAttributes) return { ...base, status: "timedOut", failure: TIMED_OUT };
  const continued = event.workflowExecutionContinuedAsNewEventAttributes;
  if (continued) {
    const next = decodePayload(continued.input?.payloads?.[0]) as unknown as ExecutionStart | undefined;
    return {
      ...base,
      status: "running",
      nextRunId: continued.newExecutionRunId ?? null,
      resume: next?.resume ?? null,
      operationKeys: next?.operationKeys ?? null,
    };
  }
  return undefined;
}

/** Reads the failure of an execution. The interpreter fails with `details: [{ failure, traceHash }]`. */
function executionFailure(failure: TemporalFailure | null | undefined): { failure: Failure; traceHash: string | null } {
  const application = failure?.applicationFailureInfo;
  const detail = tryDecodePayload(application?.details?.payloads?.[0]) as
    | { readonly [key: string]: Json }
    | null
    | undefined;
  const told = detail?.["failure"] as unknown as Failure | undefined;
  const fallback: Failure = { code: application?.type || "EXECUTION_FAILED", message: failure?.message ?? "" };
  return {
    failure: typeof told?.code === "string" ? told : fallback,
    traceHash: text(detail?.["traceHash"]),
  };
}

function text(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

const TIMED_OUT: Failure = {
  code: "EXECUTION_TIMED_OUT",
  message: "The execution took longer than its time-out allows.",
  hint: "Start it with a longer execution time-out, or with none.",
};
