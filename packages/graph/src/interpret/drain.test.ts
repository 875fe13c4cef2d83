import { expect, test } from "vitest";
import { edges, graph, node, probe, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import type { Command } from "./command.ts";
import { drainEvent, HARD_HISTORY_BYTES, HARD_HISTORY_LENGTH, SOFT_DRAIN_MS } from "./batch/continue-as-new.ts";
import { Machine } from "./machine.ts";
import type { MachineEvent } from "./machine-event.ts";

// The gate before a continue-as-new (rule 9).

const short = { length: 10, bytes: 10, isSuggested: false };
const soft = (historyLength: number): MachineEvent => ({ kind: "drain", historyLength, hard: false });
const hard: MachineEvent = { kind: "drain", historyLength: 20_000, hard: true };
const done = (path: string): MachineEvent => ({ kind: "stepSucceeded", path, output: 1 });
const named = (commands: readonly Command[]): readonly string[] =>
  commands.map((command) => ("path" in command ? `${command.kind} ${command.path}` : command.kind));

// start ─▶ a ─▶ b ─▶ c ─▶ d
function chain(): Machine {
  const program = scenarioProgram(
    "w",
    graph([start, ...["a", "b", "c", "d"].map((id) => probe(id))], edges("start > a > b > c > d")),
  );
  const machine = new Machine(program);
  machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }], 1_000);
  return machine;
}

test.each([
  ["short", short, undefined, null],
  ["below the limit", short, 11, null],
  ["at the limit", short, 10, { kind: "drain", historyLength: 10, hard: false }],
  [
    "when Temporal suggests it",
    { ...short, isSuggested: true },
    undefined,
    { kind: "drain", historyLength: 10, hard: false },
  ],
  ["one event below the hard limit", { ...short, length: HARD_HISTORY_LENGTH - 1 }, undefined, null],
  [
    "too long",
    { ...short, length: HARD_HISTORY_LENGTH },
    undefined,
    { kind: "drain", historyLength: 20_000, hard: true },
  ],
  ["one byte below the hard limit", { ...short, bytes: HARD_HISTORY_BYTES - 1 }, undefined, null],
  ["too large", { ...short, bytes: HARD_HISTORY_BYTES }, undefined, { kind: "drain", historyLength: 10, hard: true }],
] as const)("history that is %s", (_, size, limit, expected) => {
  expect(drainEvent(size, limit)).toEqual(expected);
});

test("while a step is in flight, the gate closes for a minute, and then the held commands are sent", () => {
  const machine = chain();
  const closed = machine.apply([soft(100)], 2_000);
  expect(closed.commands).toEqual([
    { kind: "startTimer", path: "!drain", at: 2_000 + SOFT_DRAIN_MS, summary: "!drain" },
  ]);
  expect(named(machine.apply([soft(5_000)], 2_100).commands)).toEqual([]);
  expect(machine.snapshot().draining).toBe("soft");
  expect(named(machine.apply([{ kind: "timerFired", path: "!drain" }], 62_000).commands)).toEqual([]);
  expect(machine.snapshot()).toMatchObject({ draining: "no", nextDrainAt: 1_100, timers: [] });
  expect(named(machine.apply([soft(1_099)], 62_001).commands)).toEqual([]);
  expect(machine.snapshot().draining).toBe("no");
  expect(named(machine.apply([soft(1_100)], 62_002).commands)).toEqual(["startTimer !drain"]);
});

test("after the step has answered, the next command is held and the execution continues as new", () => {
  const machine = chain();
  machine.apply([soft(100)], 2_000);
  expect(named(machine.apply([done("a")], 2_100).commands)).toEqual(["continueAsNew"]);
  const state = machine.snapshot();
  expect(state).toMatchObject({ status: "handedOver", timers: [], held: [{ kind: "runStep", path: "b" }] });
  expect(named(machine.apply([soft(200)], 2_150).commands)).toEqual([]);
  const next = new Machine(
    scenarioProgram(
      "w",
      graph([start, ...["a", "b", "c", "d"].map((id) => probe(id))], edges("start > a > b > c > d")),
    ),
    state,
  );
  // Even if the limit is below the length of the first batch, the new run does not continue as new at once.
  expect(named(next.apply([{ kind: "resumed" }, soft(3)], 2_200).commands)).toEqual(["runStep b"]);
  expect(next.snapshot()).toMatchObject({ status: "running", draining: "no", nextDrainAt: 0, held: [] });
  expect(named(next.apply([{ kind: "resumed" }], 2_300).commands)).toEqual([]);
});

test("a hard drain cancels the timer of the soft drain, and the gate stays closed", () => {
  const machine = chain();
  machine.apply([soft(100)], 2_000);
  expect(named(machine.apply([hard], 2_100).commands)).toEqual(["cancel !drain"]);
  expect(machine.snapshot().draining).toBe("hard");
  expect(named(machine.apply([soft(30_000)], 2_200).commands)).toEqual([]);
  expect(machine.snapshot().draining).toBe("hard");
  expect(named(machine.apply([{ kind: "timerFired", path: "!drain" }], 62_000).commands)).toEqual([]);
  expect(named(machine.apply([done("a")], 62_001).commands)).toEqual(["continueAsNew"]);
});

// start ─▶ a ─▶ w (signal)      start ─▶ d (9 s)
test("the new run starts the running timers again, and does not start a held one twice", () => {
  const program = scenarioProgram(
    "w",
    graph(
      [
        start,
        probe("a"),
        node("w", "wait_for_signal", { name: "go", timeout: "1m" }),
        node("d", "delay", { ms: 9_000 }),
      ],
      edges("start > a > w", "start > d"),
    ),
  );
  const machine = new Machine(program);
  machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }], 1_000);
  machine.apply([hard], 1_500);
  expect(named(machine.apply([done("a")], 2_000).commands)).toEqual(["continueAsNew"]);
  const next = new Machine(program, machine.snapshot());
  const { commands } = next.apply([{ kind: "resumed" }], 2_100);
  expect(commands).toEqual([
    { kind: "startTimer", path: "d", at: 10_000, summary: "d" },
    { kind: "startTimer", path: "w!timeout", at: 62_000, summary: "w!timeout" },
  ]);
});

test("an execution does not drain before its start and after its end", () => {
  const machine = new Machine(scenarioProgram("w", graph([start], [])));
  expect(machine.apply([hard], 1).commands).toEqual([]);
  expect(machine.ended).toBe(false);
  machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }], 2);
  expect(machine.ended).toBe(true);
  expect(machine.apply([hard], 3).commands).toEqual([]);
});

// start ─▶ a
test("a drain in the same batch as the start is given up after a minute", () => {
  const machine = new Machine(scenarioProgram("w", graph([start, probe("a")], edges("start > a"))));
  const { commands } = machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }, soft(9)], 1_000);
  expect(named(commands)).toEqual(["runStep a", "startTimer !drain"]);
});
