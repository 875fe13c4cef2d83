import { expect, test } from "vitest";
import { edges, graph, node, probe, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import { CANCEL_GRACE_MS } from "./scope/closing.ts";
import { SOFT_DRAIN_MS } from "./batch/continue-as-new.ts";
import { Machine } from "./machine.ts";

const begun = { kind: "started", event: scenarioEvent({}), executionId: "e", time: 0 } as const;
const onStep = { durability: "step" } as const;

// start ─▶ a (burst);  start ─▶ slow (step)      ✂ after an hour: no event of a burst program says how late it is
test("in a program with burst steps, a grace time counts from now, not from the latest time in the data", () => {
  const machine = new Machine(
    scenarioProgram(
      "w",
      graph([start, probe("a"), probe("slow", {}, onStep)], edges("start > a", "start > slow"), {
        durability: "burst",
      }),
    ),
  );
  machine.apply([begun], 0);
  machine.apply([{ kind: "stepSucceeded", path: "a", output: 1, time: 5 }], 5);
  const hour = 3_600_000;
  const draining = machine.apply([{ kind: "drain", historyLength: 9, hard: false }], hour);
  expect(draining.commands).toMatchObject([{ kind: "startTimer", path: "!drain", afterMs: SOFT_DRAIN_MS }]);
  const { commands } = machine.apply([{ kind: "cancelRequested" }], hour);
  expect(commands).toMatchObject([
    { kind: "cancel", path: "slow" },
    { kind: "startTimer", path: "!cancel", afterMs: CANCEL_GRACE_MS },
  ]);
});

// start ─▶ a (burst);  start ─▶ wait 5 (step);  start ─▶ ask ⏸      the timer fires while a is under way
test("a timer that fires while a burst step is running does not count as the timer after that step", () => {
  const machine = new Machine(
    scenarioProgram(
      "w",
      graph(
        [start, probe("a"), node("wait", "delay", { ms: 5 }), node("go", "wait_for_signal", { name: "go" })],
        edges("start > a", "start > wait", "start > go"),
        { durability: "burst" },
      ),
    ),
  );
  machine.apply([begun], 0);
  machine.apply([{ kind: "signalReceived", id: "1", name: "go", payload: 1 }], 1);
  machine.apply([{ kind: "timerFired", path: "wait", time: 5 }], 5);
  const { commands } = machine.apply([{ kind: "stepSucceeded", path: "a", output: 1, time: 6 }], 6);
  expect(commands).toMatchObject([{ kind: "startTimer", path: "!settle" }]);
});
