import { expect, test } from "vitest";
import { compareMirror } from "./compare-mirror.ts";

const temporal = [
  { eventId: "1", eventType: "EVENT_TYPE_WORKFLOW_EXECUTION_STARTED", eventTime: "2026-01-01T00:00:00.123456789Z" },
  { eventId: "2", eventType: "EVENT_TYPE_WORKFLOW_TASK_SCHEDULED", eventTime: "2026-01-01T00:00:00.124Z" },
];
const mirrored = [
  {
    eventId: "1",
    eventType: "WorkflowExecutionStarted",
    eventTime: "2026-01-01T00:00:00.123Z",
    attributes: temporal[0],
  },
  { eventId: "2", eventType: "WorkflowTaskScheduled", eventTime: "2026-01-01T00:00:00.124Z", attributes: temporal[1] },
];
const execution = {
  id: "exe_1",
  status: "COMPLETED",
  runId: "run",
  historyEventCount: 2,
  mirrorOk: true,
  mirrorProblem: null,
  temporalUiUrl: null,
  failure: null,
  steps: [],
};

test("histories are equal even if only one has nanoseconds", () => {
  expect(compareMirror(execution, mirrored, temporal)).toEqual({ ok: true, temporal: 2, mirrored: 2, differences: [] });
});

test.each([
  ["one is missing", execution, mirrored.slice(0, 1), /event 2 .* is missing/],
  ["one is too many", execution, [...mirrored, mirrored[1]!], /gives 3 events, Temporal 2/],
  ["another type", execution, [{ ...mirrored[0]!, eventType: "TimerFired" }, mirrored[1]!], /has the type TimerFired/],
  [
    "another time",
    execution,
    [{ ...mirrored[0]!, eventTime: "2026-01-01T00:00:00.124Z" }, mirrored[1]!],
    /has the time/,
  ],
  ["other attributes", execution, [{ ...mirrored[0]!, attributes: {} }, mirrored[1]!], /has other attributes/],
  ["another order", execution, mirrored.toReversed(), /event 1 .* has the id 2/],
  [
    "its own check found something",
    { ...execution, mirrorOk: false, mirrorProblem: ["x"] },
    mirrored,
    /own check: \["x"\]/,
  ],
  ["its own check is not done", { ...execution, mirrorOk: null }, mirrored, /not done in time/],
])("a difference is told: %s", (_what, state, copy, words) => {
  const comparison = compareMirror(state, copy, temporal);
  expect(comparison.ok).toBe(false);
  expect(comparison.differences.join("; ")).toMatch(words);
});
