import { expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import type { GraphEdge, GraphNode } from "../definition/graph.ts";
import { jsonSize } from "../definition/json-size.ts";
import type { Json } from "../definition/json.ts";
import { Machine } from "./machine.ts";

function begun(nodes: readonly (GraphNode | readonly GraphNode[])[], list: readonly GraphEdge[], payload: Json = {}) {
  const program = scenarioProgram("w", graph(nodes, list));
  const machine = new Machine(program);
  const first = machine.apply([{ kind: "started", event: scenarioEvent(payload), executionId: "e" }], 0);
  return { program, machine, first };
}

const drain = { kind: "drain", historyLength: 9, hard: false } as const;

// start ─▶ lock(busy, 200) │ a │      its time is up in the batch that asks to continue as new
test("a soft drain is given up after a minute, also if the batch that starts it sends a new activity", () => {
  const { machine } = begun(
    [start, inside(node("lock", "lock", { key: "k", timeout: 200 }), probe("a"))],
    edges("start > lock"),
  );
  machine.apply([{ kind: "stepSucceeded", path: "lock", output: { granted: false } }], 1);
  const { commands } = machine.apply([drain, { kind: "timerFired", path: "lock!timeout" }], 200);
  expect(commands.map((command) => `${command.kind} ${"path" in command ? command.path : ""}`)).toEqual([
    "runStep lock!release",
    "startTimer !drain",
  ]);
});

// start ─▶ each [0,1,2] │ wait(item) │      the last item ends first
test("a snapshot can be measured while results of a loop are still missing", () => {
  const { machine } = begun(
    [
      start,
      inside(
        node("each", "for_each", { items: [0, 1, 2], concurrency: 3 }),
        node("wait", "wait_for_signal", { name: "s{{ index }}" }),
      ),
    ],
    edges("start > each"),
  );
  machine.apply([{ kind: "signalReceived", id: "1", name: "s2", payload: 1 }], 1);
  const state = machine.snapshot() as unknown as Json;
  expect(jsonSize(state, 1_000_000)).toBeGreaterThan(500);
  expect(machine.snapshot().open.find(({ path }) => path === "each")?.loop?.results).toStrictEqual([
    null,
    null,
    { wait: 1 },
  ]);
});

// start ─▶ a … i (1 MiB each) ─▶ book ─▶ wait ─▶ all of it      the state is larger than a new run can be given
test("a state that is too large for a new run fails the execution, and completed steps are compensated", () => {
  const big = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
  const { machine } = begun(
    [
      start,
      ...big.map((id) => probe(id)),
      probe("book", {}, { compensate: "unbook" }),
      probe("unbook"),
      node("wait", "wait_for_signal", { name: "go" }),
      node("all", "transform", { output: big.map((id) => `{{ steps.${id}.n }}`) }),
    ],
    edges(`start > ${big.join(" > ")} > book > wait > all`),
  );
  for (const path of big) {
    machine.apply([{ kind: "stepSucceeded", path, output: { n: 1, text: "x".repeat(1_000_000) } }], 1);
  }
  machine.apply([{ kind: "stepSucceeded", path: "book", output: 1 }], 1);
  const failing = machine.apply([{ ...drain, hard: true }], 2);
  expect(failing.commands.map((command) => command.kind === "runStep" && command.path)).toEqual(["book!unbook"]);
  expect(failing.trace.map(({ path, kind }) => `${path} ${kind}`)).toEqual(["wait cancelled", "book!unbook scheduled"]);
  const ended = machine.apply(
    [
      { ...drain, hard: true },
      { kind: "stepSucceeded", path: "book!unbook", output: 1 },
    ],
    3,
  );
  expect(ended.commands).toMatchObject([{ kind: "fail", failure: { code: "STATE_TOO_LARGE" } }]);
});
