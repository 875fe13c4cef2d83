import { expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import type { GraphEdge, GraphNode } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { Machine, type Applied } from "./machine.ts";
import type { MachineEvent } from "./machine-event.ts";
import type { Operation } from "./operation.ts";

// A command that has not been sent, because its batch is not over or the gate is closed, is dropped and does not appear in
// history. A command that has been sent is cancelled (rules 7 and 9).

function begun(nodes: readonly (GraphNode | readonly GraphNode[])[], list: readonly GraphEdge[], payload: Json = {}) {
  const program = scenarioProgram("w", graph(nodes, list));
  const machine = new Machine(program);
  const first = machine.apply([{ kind: "started", event: scenarioEvent(payload), executionId: "e" }], 1_000);
  return { program, machine, first };
}

const done = (path: string): MachineEvent => ({ kind: "stepSucceeded", path, output: 1 });
const broke = (path: string): MachineEvent => ({ kind: "stepFailed", path, failure: { code: "NO", message: "no" } });
const operation = (name: "pause" | "resume"): MachineEvent => ({
  kind: "operation",
  id: name,
  by: { name: "kim", roles: [] },
  time: 1,
  operation: { name } satisfies Operation,
});

function commanded({ commands }: Applied): readonly string[] {
  return commands.map((command) => ("path" in command ? `${command.kind} ${command.path}` : command.kind));
}

// start ─▶ a, d (delay), bad: an expression that fails
test("a command that is taken back in the same batch is not sent", () => {
  const { first } = begun(
    [start, probe("a"), node("d", "delay", { ms: 50 }), probe("bad", { x: "{{ payload.nothing }}" })],
    edges("start > a", "start > d", "start > bad"),
  );
  expect(commanded(first)).toEqual(["fail"]);
  expect(first.trace.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
    "start completed",
    "a scheduled",
    "d waiting",
    "bad failed",
    "a cancelled",
    "d cancelled",
  ]);
});

// start ─▶ a ─▶ b      start ─▶ w (signal, 1 h)
test("a command of an earlier batch cannot be dropped any more", () => {
  const { machine } = begun(
    [start, probe("a"), probe("b"), node("w", "wait_for_signal", { name: "go", timeout: "1h" })],
    edges("start > a > b", "start > w"),
  );
  // The cancel comes before the answer: the step is asked to stop, and its success is late.
  expect(commanded(machine.apply([done("a"), { kind: "cancelRequested" }], 1_100))).toEqual([
    "cancel a",
    "cancel w!timeout",
    "startTimer !cancel",
    "cancelled",
  ]);
});

// start ─▶ a ─▶ b ─▶ c      start ─▶ d (delay) ─▶ e (delay)
test("the commands that a pause holds are sent once, in order, when it ends", () => {
  const { machine } = begun(
    [start, probe("a"), probe("b"), node("d", "delay", { ms: 50 }), node("e", "delay", { ms: 70 })],
    edges("start > a > b", "start > d > e"),
  );
  machine.apply([operation("pause")], 1_010);
  expect(commanded(machine.apply([{ kind: "timerFired", path: "d" }], 1_050))).toEqual([]);
  expect(commanded(machine.apply([done("a")], 1_060))).toEqual([]);
  expect(machine.snapshot().held).toMatchObject([
    { kind: "startTimer", path: "e" },
    { kind: "runStep", path: "b" },
  ]);
  expect(commanded(machine.apply([operation("resume")], 1_100))).toEqual(["startTimer e", "runStep b"]);
  expect(machine.snapshot().held).toEqual([]);
  // The command has been sent, so it is cancelled and not dropped.
  expect(commanded(machine.apply([{ kind: "cancelRequested" }], 1_110))).toEqual([
    "cancel e",
    "cancel b",
    "startTimer !cancel",
  ]);
});

// start ─▶ try │ a ─▶ b   d ─▶ e │:catch ─▶ after      paused, what follows a and d is held, then c fails
test("a held command that is no longer needed is dropped, also in a machine restored from JSON", () => {
  const { machine, program } = begun(
    [
      start,
      inside(
        node("try", "try"),
        probe("a"),
        probe("b"),
        node("d", "delay", { ms: 50 }),
        node("e", "delay", { ms: 70 }),
        probe("c"),
      ),
      probe("after"),
    ],
    edges("start > try:catch > after", "a > b", "d > e"),
  );
  machine.apply([operation("pause")], 1_010);
  machine.apply([done("try/a")], 1_020);
  machine.apply([{ kind: "timerFired", path: "try/d" }], 1_050);
  for (const one of [machine, new Machine(program, JSON.parse(JSON.stringify(machine.snapshot())) as never)]) {
    expect(one.snapshot().held.map((command) => ("path" in command ? command.path : ""))).toEqual(["try/b", "try/e"]);
    expect(commanded(one.apply([broke("try/c")], 1_060))).toEqual([]);
    expect(one.snapshot().held.map((command) => ("path" in command ? command.path : ""))).toEqual(["after"]);
    expect(commanded(one.apply([operation("resume")], 1_100))).toEqual(["runStep after"]);
  }
});

// start ─▶ a (compensated by u) ─▶ bad      start ─▶ lock │ x │
test("a pause holds a compensation, but not the release of a lock, and a cancel ends the pause", () => {
  const { machine } = begun(
    [
      start,
      inside(node("lock", "lock", { key: "k" }), probe("x")),
      probe("a", {}, { compensate: "u" }),
      probe("u"),
      probe("bad"),
    ],
    edges("start > lock", "start > a > bad"),
  );
  machine.apply([done("a"), { kind: "stepSucceeded", path: "lock", output: { granted: true } }], 1_010);
  machine.apply([operation("pause")], 1_020);
  expect(commanded(machine.apply([done("lock/x")], 1_030))).toEqual(["runStep lock!release"]);
  machine.apply([done("lock!release")], 1_040);
  expect(commanded(machine.apply([broke("bad")], 1_050))).toEqual([]);
  expect(machine.snapshot().held).toMatchObject([{ kind: "runStep", path: "a!u" }]);
  expect(commanded(machine.apply([operation("resume")], 1_060))).toEqual(["runStep a!u"]);
});

// start ─▶ a ─▶ b      paused, b held, then cancelled
test("a cancel opens the gate and reports it, and the held commands are not sent", () => {
  const { machine } = begun([start, probe("a"), probe("b"), probe("slow")], edges("start > a > b", "start > slow"));
  machine.apply([operation("pause")], 1_010);
  machine.apply([done("a")], 1_020);
  const applied = machine.apply([{ kind: "cancelRequested" }], 1_030);
  expect(commanded(applied)).toEqual(["cancel slow", "startTimer !cancel"]);
  expect(applied.trace.map(({ path, kind, by }) => `${path} ${kind} ${by ?? ""}`)).toEqual([
    "!gate resumed cancel",
    "b cancelled ",
  ]);
  expect(machine.snapshot()).toMatchObject({ paused: false, held: [] });
});
