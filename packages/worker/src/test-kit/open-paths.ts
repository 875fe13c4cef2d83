import type { TraceEntry } from "@tempograph/graph";
import { FINAL_KINDS } from "@tempograph/graph/conformance";

/** The paths of the steps that have not ended, as far as the trace tells. */
export function openPaths(trace: readonly TraceEntry[]): readonly string[] {
  const open = new Set<string>();
  for (const { path, kind } of trace) {
    if (FINAL_KINDS.has(kind)) open.delete(path);
    else if (path !== "!gate") open.add(path);
  }
  return [...open];
}
