import { expect, test } from "vitest";
import { edges, failing, graph, inside, node, probe, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import type { Command } from "./command.ts";
import { Machine } from "./machine.ts";

// Bugs that the random graphs of nested-laws.test.ts found, as single tests.

const begun = { kind: "started", event: scenarioEvent({}), executionId: "e" } as const;

function steps(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((command) => (command.kind === "runStep" ? [command.path] : []));
}

// start ─▶ lock ⏸│ bad │      ✂ at the incident
test("a lock at an incident has been released already, so a cancel does not release it again", () => {
  const machine = new Machine(
    scenarioProgram(
      "w",
      graph([start, inside(node("l", "lock", { key: "k" }, { onError: "pause" }), failing("bad"))], edges("start > l")),
    ),
  );
  machine.apply([begun], 0);
  machine.apply([{ kind: "stepSucceeded", path: "l", output: { granted: true } }], 1);
  const failed = machine.apply([{ kind: "stepFailed", path: "l/bad", failure: { code: "NO", message: "no" } }], 2);
  expect(steps(failed.commands)).toEqual(["l!release"]);
  const given = machine.apply([{ kind: "stepSucceeded", path: "l!release", output: {} }], 3);
  expect(given.trace).toMatchObject([{ path: "l", kind: "incident" }]);
  expect(machine.apply([{ kind: "cancelRequested" }], 4).commands).toEqual([{ kind: "cancelled" }]);
});

// start ─▶ a (burst);  start ─▶ wait(go) ─▶ b (burst)      drain, go, then a answers
test("a snapshot contains the answer of a burst step while other steps of its batch are held", () => {
  const program = scenarioProgram(
    "w",
    graph(
      [start, probe("a"), node("wait", "wait_for_signal", { name: "go" }), probe("b")],
      edges("start > a", "start > wait > b"),
      {
        durability: "burst",
      },
    ),
  );
  const machine = new Machine(program);
  machine.apply([begun], 0);
  const held = machine.apply(
    [
      { kind: "drain", historyLength: 9, hard: true },
      { kind: "signalReceived", id: "1", name: "go", payload: 1 },
    ],
    1,
  );
  expect(steps(held.commands)).toEqual([]);
  machine.apply([{ kind: "stepSucceeded", path: "a", output: 1, time: 2 }], 2);
  const settled = machine.apply([{ kind: "timerFired", path: "!settle", time: 3 }], 3);
  expect(settled.commands).toEqual([{ kind: "continueAsNew" }]);
  const next = new Machine(program, machine.snapshot());
  expect(steps(next.apply([{ kind: "resumed", time: 4 }], 4).commands)).toEqual(["b"]);
  const { trace } = next.apply([{ kind: "stepSucceeded", path: "b", output: 2, time: 5 }], 5);
  expect(trace.map(({ path, kind }) => `${path} ${kind}`)).toEqual(["a completed", "b completed"]);
});

// start ─▶ a (burst);  start ─▶ wait(go) ─▶ b (burst)      ⏸, go, then a answers, ✂
test("a batch whose last burst step was never sent is complete, so a cancel does not wait for it", () => {
  const program = scenarioProgram(
    "w",
    graph(
      [start, probe("a"), node("wait", "wait_for_signal", { name: "go" }), probe("b")],
      edges("start > a", "start > wait > b"),
      {
        durability: "burst",
      },
    ),
  );
  const machine = new Machine(program);
  machine.apply([begun], 0);
  const by = { name: "kim", roles: [] };
  machine.apply([{ kind: "operation", id: "1", by, time: 1, operation: { name: "pause" } }], 1);
  machine.apply([{ kind: "signalReceived", id: "1", name: "go", payload: 1 }], 2);
  machine.apply([{ kind: "stepSucceeded", path: "a", output: 1, time: 3 }], 3);
  const { trace } = machine.apply([{ kind: "cancelRequested", time: 4 }], 4);
  expect(trace.map(({ path, kind }) => `${path} ${kind}`)).toEqual(["!gate resumed", "b cancelled", "a completedLate"]);
  expect(machine.apply([{ kind: "timerFired", path: "!settle", time: 5 }], 5).commands).toEqual([
    { kind: "cancelled" },
  ]);
});
