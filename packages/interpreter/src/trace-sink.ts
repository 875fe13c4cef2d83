import { proxySinks, type Sinks } from "@temporalio/workflow";
import type { TraceEntry } from "@tempograph/graph/machine";

/**
 * Reports changes of steps to the worker while they happen, for live updates. A report may be lost or repeated, and it comes
 * before the server has accepted the workflow task, so it is never the truth.
 */
export interface TraceSinks extends Sinks {
  tempograph: { trace(entries: readonly TraceEntry[]): void };
}

const { tempograph } = proxySinks<TraceSinks>();

export function reportTrace(entries: readonly TraceEntry[]): void {
  if (entries.length > 0) tempograph.trace(entries);
}
