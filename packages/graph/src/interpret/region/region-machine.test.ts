import { expect, test } from "vitest";
import { edges, graph, node, probe, start } from "../../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../../conformance/run-scenario.ts";
import type { Graph } from "../../definition/graph.ts";
import { done, operation } from "../test-kit/machine-lines.ts";
import { withRegions } from "../test-kit/play-regions.ts";
import { readRegionAnswer } from "./read-region-answer.ts";
import { RegionMachine } from "./region-machine.ts";
import { FIRST_REGION_VERSION, type LeftStep, type RegionEvent, type RegionStepAnswer } from "./region.ts";

const begun = { kind: "started", event: scenarioEvent({}), executionId: "e", time: 0 } as const;
const burst = { durability: "burst" } as const;

function begin(what: Graph, version = FIRST_REGION_VERSION) {
  const machine = new RegionMachine(withRegions(scenarioProgram("w", what), version));
  return { machine, first: machine.apply([begun], 0) };
}

const answered = (batches: readonly (readonly RegionStepAnswer[])[], left: readonly LeftStep[] = []): RegionEvent => ({
  kind: "regionAnswered",
  answer: { at: 0, batches, left },
});
const good = (path: string): RegionStepAnswer => done(path) as RegionStepAnswer;
const kinds = (commands: readonly { readonly kind: string }[]): readonly string[] => commands.map(({ kind }) => kind);
const changes = (trace: readonly { readonly path: string; readonly kind: string }[]): readonly string[] =>
  trace.map(({ path, kind }) => `${path} ${kind}`);

// start ─▶ a ─▶ b     (burst)
const two = graph([start, probe("a"), probe("b")], edges("start > a > b"), burst);

test("a region takes the steps that begin together; its answers come as one event", () => {
  const { machine, first } = begin(two);
  expect(first.commands).toMatchObject([{ kind: "runRegion", steps: [{ step: { path: "a" }, attempts: 0 }] }]);
  const { commands, trace } = machine.apply([answered([[good("a")], [good("b")]])], 0);
  expect(kinds(commands)).toEqual(["complete"]);
  expect(changes(trace)).toEqual(["a completed", "b scheduled", "b completed"]);
});

test("before its version there are no regions", () => {
  expect(kinds(begin(two, FIRST_REGION_VERSION - 1).first.commands)).toEqual(["runStep"]);
});

// start ─▶ a (burst)      start ─▶ other
test.each([
  ["a timer", node("other", "delay", { ms: 5 })],
  ["an activity", { ...probe("other"), settings: { durability: "step" as const } }],
  ["a wait for a signal", node("other", "wait_for_signal", { name: "go" })],
])("beside %s the burst steps run one by one", (_, other) => {
  const { first } = begin(graph([start, probe("a"), other], edges("start > a", "start > other"), burst));
  expect(kinds(first.commands)).not.toContain("runRegion");
  expect(first.commands).toContainEqual(expect.objectContaining({ kind: "runStep", path: "a" }));
});

test("what comes while a region is open is applied before the answers of its last batch", () => {
  const { machine } = begin(two);
  const kept = machine.apply([operation({ name: "pause" })], 1);
  expect(kept).toEqual({ commands: [], trace: [], operationResults: [] });
  const { commands, trace, operationResults } = machine.apply([answered([[good("a")]])], 2);
  expect(operationResults).toMatchObject([{ ok: true }]);
  expect(changes(trace)).toEqual(["!gate paused", "a completed", "b scheduled"]);
  expect(commands).toEqual([]);
});

test("a cancel request ends the region: a step that succeeds all the same is late, and no further step begins", () => {
  const { machine } = begin(two);
  expect(kinds(machine.apply([{ kind: "cancelRequested" }], 1).commands)).toEqual(["cancelRegion"]);
  expect(machine.apply([{ kind: "cancelRequested" }], 1).commands).toEqual([]);
  const { commands, trace } = machine.apply([answered([[good("a")]])], 2);
  expect(kinds(commands).at(-1)).toBe("cancelled");
  expect(changes(trace)).toEqual(["a completedLate", "b notReached"]);
});

test("a step that a region gives back keeps the number of its attempts, and waits for a timer where that takes long", () => {
  const { machine } = begin(two);
  const soon = machine.apply([answered([], [{ path: "a", attempts: 1, notBefore: 500 }])], 0);
  expect(soon.commands).toMatchObject([{ kind: "runRegion", steps: [{ attempts: 1, notBefore: 500 }] }]);
  const late = machine.apply([answered([], [{ path: "a", attempts: 2, notBefore: 60_000 }])], 0);
  expect(late.commands).toMatchObject([{ kind: "startTimer", path: "!region", at: 60_000 }]);
  expect(machine.apply([operation({ name: "pause" })], 0).operationResults).toMatchObject([{ ok: true }]);
  const again = machine.apply([{ kind: "timerFired", path: "!region", time: 60_000 }], 60_000);
  expect(again.commands).toMatchObject([{ kind: "runRegion", steps: [{ step: { path: "a" }, attempts: 2 }] }]);
});

test("a cancel request while a step waits for that timer ends the execution at once", () => {
  const { machine } = begin(two);
  machine.apply([answered([], [{ path: "a", attempts: 1, notBefore: 60_000 }])], 0);
  const { commands, trace } = machine.apply([{ kind: "cancelRequested" }], 1);
  expect(kinds(commands).at(-1)).toBe("cancelled");
  expect(changes(trace)).toEqual(["a cancelled", "b notReached"]);
});

test("after a region that failed, the steps run one by one, with the attempts that they have left", () => {
  const { machine } = begin(two);
  machine.apply([answered([], [{ path: "a", attempts: 2, notBefore: 1 }])], 0);
  const { commands } = machine.apply([{ kind: "regionFailed" }], 0);
  expect(commands).toMatchObject([{ kind: "runStep", path: "a", retry: { maximumAttempts: 1 } }]);
  expect(kinds(machine.apply([done("a")], 0).commands)).toEqual(["runStep"]);
});

test.each([
  null,
  "text",
  {},
  { at: 1, batches: [], left: [{}] },
  { at: 1, batches: [[{ kind: "stepSucceeded", path: "a" }]], left: [] },
  { at: 1, batches: [[{ kind: "stepFailed", path: "a", failure: 1 }]], left: [] },
])("%j is no answer of a region", (value) => {
  expect(readRegionAnswer(value)).toEqual({ kind: "regionFailed" });
});
