import { expect, test } from "vitest";
import { foldSteps, StepFold } from "./step-fold.ts";
import type { TraceEntry } from "./trace-entry.ts";

const failure = { code: "HTTP_STATUS", message: "503" };
const told = (...entries: readonly Partial<TraceEntry>[]): readonly TraceEntry[] =>
  entries.map((entry, index) => ({ path: "a", nodeId: "a", type: "probe", kind: "started", at: index + 1, ...entry }));
const folded = (...entries: readonly Partial<TraceEntry>[]) => foldSteps(told(...entries)).get("a");

test("an incident that a person retried has no failure any more, and says who retried it", () => {
  const retried = told(
    { kind: "scheduled", input: { n: 1 } },
    { kind: "incident", input: { n: 1 }, failure },
    { kind: "scheduled", input: { n: 2 }, by: "ann" },
    { kind: "completed", port: "out", output: 2 },
  );
  const fold = new StepFold();
  fold.add(retried.slice(0, 2));
  expect(fold.get("a")).toMatchObject({ status: "incident", failure, endedAt: null, by: null });
  fold.add(retried.slice(2, 3));
  expect(fold.get("a")).toMatchObject({ status: "scheduled", failure: null, input: { n: 2 }, by: "ann" });
  fold.add(retried.slice(3));
  const times = { scheduledAt: 1, startedAt: 2, endedAt: 4 };
  expect(fold.get("a")).toMatchObject({
    status: "completed",
    failure: null,
    port: "out",
    output: 2,
    by: null,
    ...times,
  });
});

test("a retry forgets what the step gave before its incident: the execution that it had called", () => {
  const begun = [{ kind: "scheduled" }, { kind: "waiting", output: { executionId: "exe_1" } }] as const;
  expect(folded(...begun, { kind: "failed", failure })).toMatchObject({ output: { executionId: "exe_1" }, failure });
  const retried = [...begun, { kind: "incident", failure }, { kind: "scheduled" }] as const;
  expect(folded(...retried)?.output).toBeUndefined();
});

test("a time-out counts on from being scheduled to waiting, and ends with the wait", () => {
  expect(folded({ kind: "scheduled", until: 9 }, { kind: "waiting" })?.until).toBe(9);
  expect(folded({ kind: "waiting", until: 9 }, { kind: "started" })?.until).toBeNull();
  expect(folded({ kind: "waiting", until: 9 }, { kind: "incident", failure })?.until).toBeNull();
});

test("what the machine carries out begins and ends in one moment; what is skipped never began", () => {
  expect(folded({ kind: "completed" })).toMatchObject({ scheduledAt: 1, startedAt: 1, endedAt: 1 });
  expect(folded({ kind: "skipped" })).toMatchObject({ scheduledAt: null, startedAt: null, endedAt: 1 });
});

test("a step of an earlier run of the chain has no beginning here", () => {
  const fold = new StepFold(new Set(["a"]));
  fold.add(told({ kind: "completed" }));
  expect(fold.get("a")).toMatchObject({ scheduledAt: null, startedAt: null, endedAt: 1 });
});

test("attempts and their start come from outside the trace; the gate is no step", () => {
  const fold = foldSteps(told({ kind: "scheduled" }, { path: "!gate", kind: "paused", by: "ann" }));
  fold.attempt("a", 2, 7);
  fold.attempt("b", 1, 7);
  expect([...fold.states()]).toMatchObject([{ path: "a", position: 0, attempts: 2, startedAt: 7 }]);
});
