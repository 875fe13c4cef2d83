import { TRACE_HEADER } from "@tempograph/graph";
import { readTracePayload, recordSpan, type TraceContext } from "@tempograph/runtime";
import { timeMs, type HistoryEvent } from "../history/history-event.ts";
import type { Projection } from "../project/projection.ts";

/** The trace of a run, which its first event holds. */
export function traceOfRun([first]: readonly HistoryEvent[]): TraceContext | undefined {
  return readTracePayload(first?.workflowExecutionStartedEventAttributes?.header?.fields?.[TRACE_HEADER]);
}

/** Records a run that has closed, and that it was written. Workflow code makes no spans of its own. */
export function traceWritten(
  parent: TraceContext | undefined,
  executionId: string,
  events: readonly HistoryEvent[],
  { closedAt, startedAt, status }: Projection,
): void {
  if (parent === undefined || closedAt === null) return;
  const attributes = { "tempograph.execution_id": executionId, "tempograph.status": status };
  const options = { parent, attributes, failed: status === "completed" ? undefined : status };
  recordSpan("execution", { ...options, from: startedAt ?? timeMs(events[0]?.eventTime), to: closedAt });
  recordSpan("mirror", { parent, attributes, from: closedAt, to: Date.now() });
}
