import type { InjectedSinks } from "@temporalio/worker";
import type { TraceEntry } from "@tempograph/graph";
import type { TraceSinks } from "@tempograph/interpreter";

/** Passes on the changes of steps that the interpreter reports while they happen, but not those of a replay. */
export function traceSinks(
  onTrace: (runId: string, executionId: string, entries: readonly TraceEntry[]) => void,
): InjectedSinks<TraceSinks> {
  return {
    tempograph: {
      trace: { fn: (info, entries) => onTrace(info.runId, info.workflowId, entries), callDuringReplay: false },
    },
  };
}
