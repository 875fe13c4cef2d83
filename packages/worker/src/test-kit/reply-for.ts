import type { Json, TraceEntry } from "@tempograph/graph";

/** What the step at `path` waits for, as its reply. */
export function replyFor(trace: readonly TraceEntry[], path: string): Json {
  switch (trace.find((entry) => entry.path === path)?.type) {
    case "lock":
      return { granted: true };
    case "wait_for_event":
      return { event: { id: "evt_1", type: "paid", source: "t", time: "2026-01-01T00:00:00.000Z", data: {} } };
    default:
      return { executionId: "exe_child", status: "completed", output: 1 };
  }
}
