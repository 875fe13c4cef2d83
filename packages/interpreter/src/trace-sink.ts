import { proxySinks, type Sinks } from "@temporalio/workflow";
import type { TraceEntry } from "@tempograph/graph/machine";

/**
 * How the worker hears of step changes while they happen. Best effort, can repeat, fires before the workflow task has
 * committed: a hint for the live view, never the truth.
 */
export interface TraceSinks extends Sinks {
  tempograph: { trace(entries: readonly TraceEntry[]): void };
}

const { tempograph } = proxySinks<TraceSinks>();

export function reportTrace(entries: readonly TraceEntry[]): void {
  if (entries.length > 0) tempograph.trace(entries);
}
