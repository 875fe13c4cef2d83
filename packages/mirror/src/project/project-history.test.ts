import { expect, test } from "vitest";
import { compile, Machine, TraceHasher, type MachineEvent, createProgramCache } from "@tempograph/graph";
import { HistoryBuilder } from "../test-kit/history-builder.ts";
import { chain, startOf } from "../test-kit/start-of.ts";
import { projectHistory } from "./project-history.ts";
import { Projector } from "./projector.ts";

// a ─▶ wait ─▶ b
const start = startOf(
  chain({ id: "a", type: "probe" }, { id: "wait", type: "delay", data: { ms: 50 } }, { id: "b", type: "probe" }),
);

/** A whole run that ends with the trace hash that the interpreter would send, from a machine of its own. */
function wholeRun(traceHash?: string, buildId?: string) {
  const history = HistoryBuilder.begin(start);
  const times = [history.task()];
  const a = history.activity("a");
  history.succeed(a, { n: 1 });
  times.push(history.task());
  const wait = history.timer("wait · a pause");
  history.fire(wait);
  times.push(history.task());
  const b = history.activity("b");
  history.succeed(b, { n: 2 });
  times.push(history.task(buildId));
  const batches: MachineEvent[] = [
    { kind: "started", event: start.event, executionId: "exe_1", time: history.timeOf(1) },
    { kind: "stepSucceeded", path: "a", output: { n: 1 } },
    { kind: "timerFired", path: "wait" },
    { kind: "stepSucceeded", path: "b", output: { n: 2 } },
  ];
  const machine = new Machine(compile(start.definition));
  const hasher = new TraceHasher();
  batches.forEach((event, index) => hasher.add(machine.apply([event], times[index]!).trace));
  history.complete({ status: "completed", output: { b: { n: 2 } }, traceHash: traceHash ?? hasher.digest() });
  return { history, times };
}

test("steps, times and status are projected from a history alone", () => {
  const { history, times } = wholeRun();
  const projection = projectHistory("exe_1", history.events);
  expect(projection).toMatchObject({
    status: "completed",
    output: { b: { n: 2 } },
    failure: null,
    problems: [],
    firstRunId: "run-1",
  });
  expect(
    projection.steps.map(({ path, status, scheduledAt, endedAt, attempts }) => ({
      path,
      status,
      scheduledAt,
      endedAt,
      attempts,
    })),
  ).toEqual([
    { path: "a", status: "completed", scheduledAt: times[0], endedAt: times[1], attempts: 1 },
    { path: "wait", status: "completed", scheduledAt: times[1], endedAt: times[2], attempts: 0 },
    { path: "b", status: "completed", scheduledAt: times[2], endedAt: times[3], attempts: 1 },
  ]);
});

test("adding events one by one gives the same projection as adding them together", () => {
  const { history } = wholeRun();
  const projector = new Projector("exe_1", createProgramCache());
  for (const event of history.events) projector.add([event]);
  expect(projector.result()).toEqual(projectHistory("exe_1", history.events));
});

test("the beginning of a history gives the open steps", () => {
  const { history } = wholeRun();
  const projection = projectHistory("exe_1", history.events.slice(0, 5));
  expect(projection).toMatchObject({ status: "running", closedAt: null, problems: [] });
  expect(projection.steps).toMatchObject([{ path: "a", status: "scheduled", endedAt: null }]);
});

test("a different hash, status or output is reported as a problem, and nothing is thrown (I3)", () => {
  const codes = (history: HistoryBuilder) =>
    projectHistory("exe_1", history.events).problems.map((problem) => problem.code);
  expect(codes(wholeRun("0000000000000000").history)).toEqual(["TRACE_DIFFERS"]);
  const early = HistoryBuilder.begin(start);
  early.task();
  early.complete({ status: "completed", output: {}, traceHash: "" });
  expect(codes(early)).toEqual(["STATUS_DIFFERS", "TRACE_DIFFERS"]);
  const { history } = wholeRun();
  history.events.splice(7, 1);
  expect(codes(history)).toContain("HISTORY_GAP");
  expect(codes(HistoryBuilder.begin({ no: "definition" }))).toEqual(["START_UNREADABLE"]);
});

test("another release may describe a run in other words: only the code that ended it judges its trace, and everybody its status and output", () => {
  const codes = (history: HistoryBuilder, buildId: string) =>
    projectHistory("exe_1", history.events, createProgramCache(), buildId).problems.map(({ code }) => code);
  const { history } = wholeRun("0000000000000000", "newer");
  expect(codes(history, "older")).toEqual([]);
  expect(codes(history, "newer")).toEqual(["TRACE_DIFFERS"]);
  const early = HistoryBuilder.begin(start);
  early.task("newer");
  early.complete({ status: "completed", output: {}, traceHash: "" });
  expect(codes(early, "older")).toEqual(["STATUS_DIFFERS"]);
});

test("in a run that was ended from outside, open steps are cancelled and the remaining nodes are notReached", () => {
  const history = HistoryBuilder.begin(start);
  history.task();
  history.activity("a");
  history.add({ workflowExecutionTerminatedEventAttributes: { reason: "enough", identity: "somebody" } });
  const projection = projectHistory("exe_1", history.events);
  expect(projection).toMatchObject({ status: "terminated", failure: { message: "enough" }, problems: [] });
  expect(projection.steps.map(({ path, status }) => [path, status])).toEqual([
    ["a", "cancelled"],
    ["wait", "notReached"],
    ["b", "notReached"],
  ]);
});

test("the time of a batch does not come from a workflow task that failed", () => {
  const history = HistoryBuilder.begin(start);
  history.scheduled();
  history.started();
  history.failed();
  const at = history.task();
  history.activity("a");
  expect(projectHistory("exe_1", history.events).steps).toMatchObject([{ path: "a", scheduledAt: at }]);
});

// x ─▶ y, both burst, before there were regions
test("burst steps are read from markers that follow their task: the path from the summary, the time from the envelope", () => {
  const nodes = chain({ id: "x", type: "probe" }, { id: "y", type: "probe" });
  const burst = startOf({ ...nodes, settings: { durability: "burst" } }, {}, 3);
  const history = HistoryBuilder.begin(burst);
  history.task();
  const [x, y] = [history.timeOf(3) + 3, history.timeOf(3) + 7];
  history.marker("x", { path: "x", time: x, output: 1 });
  history.marker("y · the second", { path: "y", time: y, output: 2 });
  expect(projectHistory("exe_1", history.events).steps).toMatchObject([
    { path: "x", status: "completed", scheduledAt: history.timeOf(1), endedAt: x, output: 1 },
    { path: "y", status: "completed", scheduledAt: x, endedAt: y, output: 2, attempts: 1 },
  ]);
});

// x ─▶ y, both burst
test("the steps of a region are read from its one marker, each with its own attempts and times", () => {
  const nodes = chain({ id: "x", type: "probe" }, { id: "y", type: "probe" });
  const history = HistoryBuilder.begin(startOf({ ...nodes, settings: { durability: "burst" } }));
  history.task();
  const [x, y] = [history.timeOf(3) + 3, history.timeOf(3) + 7];
  history.marker("!region", {
    at: y,
    batches: [
      [{ kind: "stepSucceeded", path: "x", output: 1, time: x, startedAt: x - 1 }],
      [{ kind: "stepSucceeded", path: "y", output: 2, time: y, startedAt: y - 1, attempt: 3 }],
    ],
    left: [],
  });
  expect(projectHistory("exe_1", history.events).steps).toMatchObject([
    { path: "x", status: "completed", endedAt: x, output: 1, attempts: 1, startedAt: x - 1 },
    { path: "y", status: "completed", scheduledAt: x, endedAt: y, output: 2, attempts: 3, startedAt: y - 1 },
  ]);
});
