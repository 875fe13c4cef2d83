import { expect, test } from "vitest";
import { compile, Machine, type ExecutionStart, type Json, type MachineEvent } from "@tempograph/graph";
import { HistoryBuilder } from "../test-kit/history-builder.ts";
import { chain, startOf } from "../test-kit/start-of.ts";
import { projectHistory } from "./project-history.ts";

/** The start of a second run, with the state that the machine has after the first one. */
function secondRun(start: ExecutionStart, batches: readonly MachineEvent[]): ExecutionStart {
  const machine = new Machine(compile(start.definition));
  machine.apply([{ kind: "started", event: start.event, executionId: "exe_1" }], 1);
  for (const event of batches) machine.apply([event], 1);
  machine.apply([{ kind: "drain", historyLength: 9, hard: true }], 1);
  const state = JSON.parse(JSON.stringify(machine.snapshot())) as never;
  return { ...start, resume: { state, traceHash: "x", run: 2 } };
}

// start ─▶ a ─▶ wait(go) ─▶ b      run 1: a, wait;  run 2: terminated
test("in a chain that is terminated in its second run, steps that ended in the first run stay, and steps that still waited are cancelled", () => {
  const start = startOf(
    chain(
      { id: "start", type: "start" },
      { id: "a", type: "probe" },
      { id: "wait", type: "wait_for_signal", data: { name: "go" } },
      { id: "b", type: "probe" },
    ),
  );
  const history = HistoryBuilder.begin(secondRun(start, [{ kind: "stepSucceeded", path: "a", output: 1 }]));
  history.task();
  history.add({ workflowExecutionTerminatedEventAttributes: { reason: "enough" } });
  const { steps, status } = projectHistory("exe_1", history.events);
  expect(status).toBe("terminated");
  expect(steps.map(({ path, status: how, isResumed }) => ({ path, how, isResumed }))).toEqual([
    { path: "wait", how: "cancelled", isResumed: true },
    { path: "b", how: "notReached", isResumed: false },
  ]);
});

// wait(other)      run 1: a signal that nobody waits for, then the next run
test("a signal that is kept for the next run is projected as the interpreter keeps it, with its sender's id", () => {
  const start = startOf(chain({ id: "wait", type: "wait_for_signal", data: { name: "other" } }));
  const machine = new Machine(compile(start.definition));
  const limited: ExecutionStart = { ...start, historyLimit: 5 };
  const history = HistoryBuilder.begin(limited);
  machine.apply(
    [{ kind: "started", event: start.event, executionId: "exe_1", time: history.timeOf(1) }],
    history.task(),
  );
  history.signal("go", 1, "sig_7");
  const at = history.task();
  const handed = machine.apply(
    [
      { kind: "drain", historyLength: 7, hard: false },
      { kind: "signalReceived", id: "sig_7", name: "go", payload: 1 },
    ],
    at,
  );
  expect(handed.commands).toEqual([{ kind: "continueAsNew" }]);
  history.continueAsNew({ ...limited, resume: { state: machine.snapshot(), traceHash: "", run: 2 } } as never as Json);
  const { problems } = projectHistory("exe_1", history.events);
  expect(problems.map(({ code }) => code)).toEqual(["TRACE_DIFFERS"]);
  const whole = projectHistory("exe_1", history.events.slice(0, -1));
  history.events.pop();
  history.continueAsNew({
    ...limited,
    resume: { state: machine.snapshot(), traceHash: whole.traceHash, run: 2 },
  } as never as Json);
  expect(projectHistory("exe_1", history.events).problems).toEqual([]);
});

// a (burst) ─▶ wait(go)      the operation follows the marker of its own task in history
test("an operation that follows a burst step's marker in history is not lost", () => {
  const nodes = chain({ id: "a", type: "probe" }, { id: "wait", type: "wait_for_signal", data: { name: "go" } });
  const start = startOf({ ...nodes, settings: { durability: "burst" } }, {}, 3);
  const history = HistoryBuilder.begin(start);
  history.task();
  history.marker("a", { output: 1, path: "a", time: history.timeOf(4) });
  history.steer({ id: "1", by: { name: "kim", roles: [] }, time: 1, operation: { name: "skipWait", path: "wait" } });
  const { steps } = projectHistory("exe_1", history.events);
  expect(steps.map(({ path, status }) => `${path} ${status}`)).toEqual(["a completed", "wait completed"]);
});
