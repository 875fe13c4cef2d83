import {
  NODE_TYPE_ELSEWHERE,
  operationRequest,
  replyEvent,
  readRegionAnswer,
  REGION_PATH,
  REPLY_SIGNAL,
  signalEvent,
  STEER_UPDATE,
  stepAnswer,
  stepResult,
  type MachineEvent,
  type RegionEvent,
} from "@tempograph/graph";
import { payloadContent, tryDecodePayload } from "../history/payload.ts";
import type { HistoryEvent } from "../history/history-event.ts";
import { summaryPath, type PathIndex } from "./path-index.ts";
import { pathInFailure, stepEnd } from "./step-result.ts";

/** The interpreter's name for the timer of a `yield`. */
const YIELD_PATH = "!yield";

/**
 * The machine event that a history event causes; undefined if it causes none. The start of the run, operations and local
 * activities are read elsewhere.
 *
 * @param armedFor the moment at which the machine wanted the timer at a path to fire.
 * @throws Error if a payload cannot be read.
 */
export function machineEvent(
  event: HistoryEvent,
  paths: PathIndex,
  armedFor: (path: string) => number | undefined,
): MachineEvent | undefined {
  const completed = event.activityTaskCompletedEventAttributes;
  if (completed) {
    const path = paths.get(completed.scheduledEventId) ?? "";
    return stepAnswer(path, payloadContent(completed.result?.payloads?.[0]));
  }
  const failed = event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes;
  if (failed) {
    const path = paths.get(failed.scheduledEventId) ?? "";
    return { path, ...stepEnd(failed.failure, path) };
  }
  const cancelled = event.activityTaskCanceledEventAttributes;
  if (cancelled) return { kind: "stepCancelled", path: paths.get(cancelled.scheduledEventId) ?? "" };
  const fired = event.timerFiredEventAttributes;
  if (fired) {
    const path = paths.get(fired.startedEventId);
    if (path === undefined) return undefined;
    if (path === YIELD_PATH) return { kind: "yielded" };
    const time = armedFor(path);
    return { kind: "timerFired", path, ...(time !== undefined && { time }) };
  }
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal) {
    // Read the signal's arguments as the interpreter does.
    const [payload = null, id, time] = (signal.input?.payloads ?? []).map(tryDecodePayload);
    if (signal.signalName === REPLY_SIGNAL) return replyEvent(payload) ?? undefined;
    return signalEvent(signal.signalName ?? "", payload, id, time);
  }
  const cancel = event.workflowExecutionCancelRequestedEventAttributes;
  if (cancel) return { kind: "cancelRequested", ...(cancel.cause ? { reason: cancel.cause } : {}) };
  return undefined;
}

/** The operation of an accepted Update. In history it follows the workflow task that it belongs to. */
export function operationEvent(event: HistoryEvent): MachineEvent | undefined {
  const input = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (input?.name !== STEER_UPDATE) return undefined;
  return { kind: "operation", ...operationRequest(tryDecodePayload(input.args?.payloads?.[0])) };
}

export interface LocalAnswer {
  readonly event: MachineEvent | RegionEvent;
  /** What it says about attempts: the last one of each of its steps. */
  readonly attempts: readonly AttemptOfStep[];
}

interface AttemptOfStep {
  readonly path: string;
  readonly attempt: number;
  readonly startedAt: number | null;
}

/**
 * The answer of a burst step, read from the marker of its local activity. The marker holds neither our activity id nor the input,
 * so the path comes from the marker's summary or from the envelope that the activity returned. `elsewhere`: the worker did not have the node type,
 * and the step runs as an ordinary activity.
 */
export function localAnswer(event: HistoryEvent): LocalAnswer | "elsewhere" | undefined {
  const marker = event.markerRecordedEventAttributes;
  if (marker?.markerName !== "core_local_activity") return undefined;
  if (summaryPath(event) === REGION_PATH) return regionEnd(marker);
  const data = tryDecodePayload(marker.details?.["data"]?.payloads?.[0]) as
    | { readonly attempt?: unknown }
    | null
    | undefined;
  const attempt = typeof data?.attempt === "number" ? data.attempt : 1;
  if (marker.failure) {
    const path = summaryPath(event) ?? pathInFailure(marker.failure) ?? "";
    const end = stepEnd(marker.failure, path);
    if (end.kind === "stepFailed" && end.failure.code === NODE_TYPE_ELSEWHERE) return "elsewhere";
    return { event: { path, ...end }, attempts: [{ path, attempt, startedAt: null }] };
  }
  const content = payloadContent(marker.details?.["result"]?.payloads?.[0]);
  const result = stepResult(content);
  const path = summaryPath(event) ?? (typeof result === "string" ? undefined : result.path) ?? "";
  return { event: stepAnswer(path, content), attempts: [{ path, attempt, startedAt: null }] };
}

/** The end of a region, which one marker holds with the answers of all its steps. */
function regionEnd(marker: NonNullable<HistoryEvent["markerRecordedEventAttributes"]>): LocalAnswer {
  if (marker.failure) return { event: { kind: "regionFailed" }, attempts: [] };
  const event = readRegionAnswer(payloadContent(marker.details?.["result"]?.payloads?.[0]));
  if (event.kind === "regionFailed") return { event, attempts: [] };
  const answered = event.answer.batches.flat().map(({ path, attempt = 1, startedAt = null }) => ({
    ...{ path, attempt, startedAt },
  }));
  const left = event.answer.left.map(({ path, attempts }) => ({ path, attempt: attempts, startedAt: null }));
  return { event, attempts: [...answered, ...left] };
}
