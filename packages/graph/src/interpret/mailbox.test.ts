import { expect, test } from "vitest";
import { edges, graph, node, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import type { Json } from "../definition/json.ts";
import { Machine } from "./machine.ts";
import { MAX_MAILBOX } from "./state/mailbox.ts";

const program = scenarioProgram(
  "w",
  graph([start, node("wait", "wait_for_signal", { name: "go" })], edges("start > wait")),
);

function begun(): Machine {
  const machine = new Machine(program);
  machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }], 0);
  return machine;
}

const signal = (id: number, payload: Json = id) =>
  ({ kind: "signalReceived", id: String(id), name: "other", payload }) as const;

// start ─▶ wait(go)      1,002 signals that no step waits for
test("only the first dropped signal is reported, and signals that a step waits for still arrive", () => {
  const machine = begun();
  const full = machine.apply(
    Array.from({ length: MAX_MAILBOX }, (_, index) => signal(index)),
    1,
  );
  expect(full.trace).toEqual([]);
  const dropped = machine.apply([signal(1_000), signal(1_001)], 2);
  expect(dropped.trace).toMatchObject([
    {
      path: "!mailbox",
      nodeId: "",
      kind: "failed",
      failure: { code: "SIGNAL_DROPPED", details: { name: "other" } },
      at: 2,
    },
  ]);
  expect(dropped.trace[0]?.failure?.hint).toBeTruthy();
  expect(machine.snapshot()).toMatchObject({ droppedSignals: 2 });
  const again = new Machine(program, machine.snapshot());
  expect(again.apply([signal(1_002)], 3).trace).toEqual([]);
  const { commands } = again.apply([{ kind: "signalReceived", id: "x", name: "go", payload: 1 }], 4);
  expect(commands).toMatchObject([{ kind: "complete" }]);
});

// start ─▶ wait(go)      three signals of 1 MB
test("the mailbox is also limited by bytes, so that signals cannot make the state too large to continue as new", () => {
  const machine = begun();
  const large = "x".repeat(1_000_000);
  machine.apply([signal(1, large)], 1);
  const restored = new Machine(program, machine.snapshot());
  for (const one of [machine, restored]) {
    expect(one.apply([signal(2, large)], 2).trace).toEqual([]);
    expect(one.apply([signal(3, large)], 3).trace).toMatchObject([{ path: "!mailbox", kind: "failed" }]);
    expect(one.apply([signal(4, "small")], 4).trace).toEqual([]);
    expect(one.snapshot().mailbox).toHaveLength(3);
  }
});
