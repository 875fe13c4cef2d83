import type { TraceEntry } from "../trace/trace-entry.ts";

/** Whether a trace holds what a `Moment.once` names: `path kind`, or `path kind 2` for the second time. */
export function happened(trace: readonly TraceEntry[], once: string): boolean {
  return momentOf(trace, once) !== null;
}

/** When it came, ms since epoch; null where it has not. */
export function momentOf(trace: readonly TraceEntry[], once: string): number | null {
  const [path, kind, time = "1"] = once.split(" ");
  return trace.filter((entry) => entry.path === path && entry.kind === kind)[Number(time) - 1]?.at ?? null;
}
