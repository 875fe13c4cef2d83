import { expect, test } from "vitest";
import { compile } from "../compile/compile.ts";
import type { Program } from "./state/program.ts";
import { edges, graph, node, probe } from "../conformance/build.ts";
import { probeManifest } from "../conformance/probe.ts";
import { freeze } from "../compile/freeze.ts";
import type { Graph } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { CANCEL_GRACE_MS } from "./scope/closing.ts";
import { coreNodeTypes } from "./constructs/index.ts";
import { MAX_VISITS } from "./batch/run-worklist.ts";
import { Machine } from "./machine.ts";
import { MAX_MAILBOX } from "./state/mailbox.ts";

const types = new Map<string, NodeTypeManifest>([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));
const start = node("start", "start");

function programOf(what: Graph): Program {
  return compile(freeze({ graph: what, types, workflow: { id: "wf", name: "edges", version: 1 } }));
}

function begin(what: Graph, payload: Json = {}): Machine {
  const machine = new Machine(programOf(what));
  const event = { id: "evt", type: "t", source: "s", time: "2026-01-01T00:00:00Z", data: payload };
  machine.apply([{ kind: "started", event, executionId: "exe" }], 1_000);
  return machine;
}

// start ─▶ a ─▶ b
test("I5: the idempotency key depends on the execution and the step, and on nothing else", () => {
  const keyOf = (executionId: string, at: number): string => {
    const machine = new Machine(programOf(graph([start, probe("a")], edges("start > a"))));
    const event = { id: `evt${at}`, type: "t", source: "s", time: "2026-01-01T00:00:00Z", data: {} };
    const { commands } = machine.apply([{ kind: "started", event, executionId }], at);
    return commands[0]!.kind === "runStep" ? commands[0]!.idempotencyKey : "";
  };
  expect(keyOf("exe_1", 1)).toMatch(/^[0-9a-f]{32}$/);
  expect(keyOf("exe_1", 1)).toBe(keyOf("exe_1", 99));
  expect(keyOf("exe_1", 1)).not.toBe(keyOf("exe_2", 1));
});

// start ─▶ a
test("a repeated answer, or an answer for a step that is not open, changes nothing", () => {
  const machine = begin(graph([start, probe("a")], edges("start > a")));
  expect(machine.apply([{ kind: "stepSucceeded", path: "b", output: 1 }], 1_001)).toMatchObject({
    commands: [],
    trace: [],
  });
  expect(machine.apply([{ kind: "stepSucceeded", path: "a", output: 1 }], 1_002).commands).toHaveLength(1);
  expect(machine.apply([{ kind: "stepSucceeded", path: "a", output: 2 }], 1_003)).toMatchObject({
    commands: [],
    trace: [],
  });
});

// start ─▶ slow, bad
test("rule 7: a step that succeeds after the cancel is completedLate, and none of its edges is taken", () => {
  const machine = begin(
    graph([start, probe("slow"), probe("bad"), probe("after")], edges("start > slow > after", "start > bad")),
  );
  const failure = { code: "NO", message: "no" };
  const closing = machine.apply([{ kind: "stepFailed", path: "bad", failure }], 2_000).commands;
  expect(closing).toEqual([
    { kind: "cancel", path: "slow" },
    { kind: "startTimer", path: "!cancel", at: 2_000 + CANCEL_GRACE_MS, summary: "!cancel grace time" },
  ]);
  const { commands, trace } = machine.apply([{ kind: "stepSucceeded", path: "slow", output: 1 }], 2_100);
  expect(trace.map(({ path, kind }) => `${path} ${kind}`)).toEqual(["slow completedLate", "after notReached"]);
  expect(commands).toEqual([{ kind: "fail", failure: { ...failure, path: "bad" } }]);
});

// start ─▶ slow, bad
test("rule 7: a step that does not answer within the grace time is cancelled with its outcome unknown", () => {
  const machine = begin(graph([start, probe("slow"), probe("bad")], edges("start > slow", "start > bad")));
  machine.apply([{ kind: "stepFailed", path: "bad", failure: { code: "NO", message: "no" } }], 2_000);
  const { commands, trace } = machine.apply([{ kind: "timerFired", path: "!cancel" }], 12_000);
  expect(trace).toMatchObject([{ path: "slow", kind: "cancelled", failure: { code: "CANCEL_OUTCOME_UNKNOWN" } }]);
  expect(commands).toMatchObject([{ kind: "fail", failure: { code: "NO" } }]);
});

// start ─▶ t0 ─▶ t1 ─▶ … (machine nodes only)
test("rule 1: a batch with too much work continues after a yield", () => {
  const nodes = Array.from({ length: MAX_VISITS - 1 }, (_, index) => node(`t${index}`, "transform", { output: index }));
  const machine = new Machine(
    programOf(
      graph([start, ...nodes, probe("last")], edges(["start", ...nodes.map(({ id }) => id), "last"].join(" > "))),
    ),
  );
  const event = { id: "evt", type: "t", source: "s", time: "2026-01-01T00:00:00Z", data: {} };
  expect(machine.apply([{ kind: "started", event, executionId: "exe" }], 1).commands).toEqual([{ kind: "yield" }]);
  expect(machine.apply([{ kind: "yielded" }], 2).commands).toMatchObject([{ kind: "runStep", path: "last" }]);
});

// start ─▶ a0 … a99, each with a large input
test("rule 1: commands of more than 1 MB are sent in several batches", () => {
  const steps = Array.from({ length: 100 }, (_, index) => probe(`a${index}`, { text: "{{ payload.text }}" }));
  const what = graph([start, ...steps], edges(...steps.map(({ id }) => `start > ${id}`)));
  const machine = new Machine(programOf(what));
  const event = {
    id: "evt",
    type: "t",
    source: "s",
    time: "2026-01-01T00:00:00Z",
    data: { text: "x".repeat(30_000) },
  };
  const first = machine.apply([{ kind: "started", event, executionId: "exe" }], 1).commands;
  expect(first.at(-1)).toEqual({ kind: "yield" });
  expect(first.length).toBeLessThan(50);
  let count = first.length - 1;
  for (let round = 0; count < 100; round += 1) {
    expect(round).toBeLessThan(5);
    count += machine.apply([{ kind: "yielded" }], 2).commands.filter(({ kind }) => kind === "runStep").length;
  }
  expect(count).toBe(100);
});

// start ─▶ a
test("an input over the limit fails its step and not the workflow task", () => {
  const text = "x".repeat(700_000);
  const what = graph([start, probe("a", { one: "{{ payload.text }}", two: "{{ payload.text }}" })], edges("start > a"));
  const machine = new Machine(programOf(what));
  const event = { id: "evt", type: "t", source: "s", time: "2026-01-01T00:00:00Z", data: { text } };
  const { commands } = machine.apply([{ kind: "started", event, executionId: "exe" }], 1);
  expect(commands).toMatchObject([{ kind: "fail", failure: { code: "INPUT_TOO_LARGE" } }]);
});

// start ─▶ a
test("a step that ends on a port which its node type does not have fails", () => {
  const machine = begin(graph([start, probe("a")], edges("start > a")));
  const { commands } = machine.apply([{ kind: "stepSucceeded", path: "a", output: 1, port: "up" }], 2_000);
  expect(commands).toMatchObject([{ kind: "fail", failure: { code: "PORT_UNKNOWN" } }]);
});

// start ─▶ a
test("signals that no step waits for are kept up to a bound", () => {
  const machine = begin(graph([start, probe("a")], edges("start > a")));
  for (let index = 0; index < MAX_MAILBOX + 5; index += 1) {
    machine.apply([{ kind: "signalReceived", id: String(index), name: "n", payload: index }], 2_000);
  }
  const { mailbox, droppedSignals } = machine.snapshot();
  expect([mailbox.length, droppedSignals]).toEqual([MAX_MAILBOX, 5]);
});

// start ─▶ a, b ─▶ (c after a)      (burst)
test("the answers of a local activity batch are applied together, in the order of the commands", () => {
  const what = graph([start, probe("a"), probe("b"), probe("c")], edges("start > a > c", "start > b"), {
    durability: "burst",
  });
  const machine = begin(what);
  expect(machine.apply([{ kind: "stepSucceeded", path: "b", output: 2, time: 20 }], 0)).toMatchObject({
    commands: [],
    trace: [],
  });
  const { commands, trace } = machine.apply([{ kind: "stepSucceeded", path: "a", output: 1, time: 30 }], 0);
  expect(trace.map(({ path, kind }) => `${path} ${kind}`)).toEqual(["a completed", "c scheduled", "b completed"]);
  expect(commands).toMatchObject([{ kind: "runStep", path: "c", lane: "burst" }]);
});

// start ─▶ a ─▶ b ─▶ c
test("an output is dropped once no later node can read it", () => {
  const what = graph(
    [start, probe("a"), probe("b", { x: "{{ steps.a.v }}" }), probe("c", { x: "{{ steps.b.v }}" })],
    edges("start > a > b > c"),
  );
  const machine = begin(what);
  const kept = (): string[] => Object.keys(machine.snapshot().scopes[0]!.outputs);
  machine.apply([{ kind: "stepSucceeded", path: "a", output: { v: 1 } }], 2_000);
  expect(kept()).toEqual(["a"]);
  machine.apply([{ kind: "stepSucceeded", path: "b", output: { v: 2 } }], 3_000);
  expect(kept()).toEqual(["b"]);
  machine.apply([{ kind: "stepSucceeded", path: "c", output: { v: 3 } }], 4_000);
  expect(kept()).toEqual([]);
});
