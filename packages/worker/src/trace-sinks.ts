import type { InjectedSinks } from "@temporalio/worker";
import type { TraceEntry } from "@tempograph/graph";
import type { TraceSinks } from "@tempograph/interpreter";

/** The interpreter's word on step changes, told while they happen; not told again on replay. */
export function traceSinks(
  onTrace: (runId: string, executionId: string, entries: readonly TraceEntry[]) => void,
): InjectedSinks<TraceSinks> {
  return {
    tempograph: {
      trace: { fn: (info, entries) => onTrace(info.runId, info.workflowId, entries), callDuringReplay: false },
    },
  };
}
