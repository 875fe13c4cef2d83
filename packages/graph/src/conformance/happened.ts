import type { TraceEntry } from "../trace/trace-entry.ts";

/** Whether a trace contains the entry that `Moment.once` names: `path kind`, or `path kind 2` for the second such entry. */
export function happened(trace: readonly TraceEntry[], once: string): boolean {
  return momentOf(trace, once) !== null;
}

/** The time of this entry in ms since epoch; null if the trace does not contain it. */
export function momentOf(trace: readonly TraceEntry[], once: string): number | null {
  const [path, kind, time = "1"] = once.split(" ");
  return trace.filter((entry) => entry.path === path && entry.kind === kind)[Number(time) - 1]?.at ?? null;
}
