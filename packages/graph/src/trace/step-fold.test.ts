import { expect, test } from "vitest";
import { foldSteps, StepFold } from "./step-fold.ts";
import type { TraceEntry } from "./trace-entry.ts";

const failure = { code: "HTTP_STATUS", message: "503" };
const entriesOf = (...entries: readonly Partial<TraceEntry>[]): readonly TraceEntry[] =>
  entries.map((entry, index) => ({ path: "a", nodeId: "a", type: "probe", kind: "started", at: index + 1, ...entry }));
const folded = (...entries: readonly Partial<TraceEntry>[]) => foldSteps(entriesOf(...entries)).get("a");

test("a retried incident has no failure any more, and names the person who retried it", () => {
  const retried = entriesOf(
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

test("a retry removes the output that the step had before its incident, such as the id of a called execution", () => {
  const begun = [{ kind: "scheduled" }, { kind: "waiting", output: { executionId: "exe_1" } }] as const;
  expect(folded(...begun, { kind: "failed", failure })).toMatchObject({ output: { executionId: "exe_1" }, failure });
  const retried = [...begun, { kind: "incident", failure }, { kind: "scheduled" }] as const;
  expect(folded(...retried)?.output).toBeUndefined();
});

test("a time-out keeps its deadline when a scheduled step begins to wait, and loses it when the wait ends", () => {
  expect(folded({ kind: "scheduled", until: 9 }, { kind: "waiting" })?.until).toBe(9);
  expect(folded({ kind: "waiting", until: 9 }, { kind: "started" })?.until).toBeNull();
  expect(folded({ kind: "waiting", until: 9 }, { kind: "incident", failure })?.until).toBeNull();
});

test("a step that the machine carries out itself begins and ends at the same time, and a skipped step never begins", () => {
  expect(folded({ kind: "completed" })).toMatchObject({ scheduledAt: 1, startedAt: 1, endedAt: 1 });
  expect(folded({ kind: "skipped" })).toMatchObject({ scheduledAt: null, startedAt: null, endedAt: 1 });
});

test("a step that began in an earlier run of the chain has no start time in this one", () => {
  const fold = new StepFold(new Set(["a"]));
  fold.add(entriesOf({ kind: "completed" }));
  expect(fold.get("a")).toMatchObject({ scheduledAt: null, startedAt: null, endedAt: 1 });
});

test("attempts are reported from outside the trace, and entries about the whole execution make no step", () => {
  const fold = foldSteps(entriesOf({ kind: "scheduled" }, { path: "!gate", kind: "paused", by: "ann" }));
  fold.attempt("a", 2, 7);
  fold.attempt("b", 1, 7);
  expect([...fold.states()]).toMatchObject([{ path: "a", position: 0, attempts: 2, startedAt: 7 }]);
});
