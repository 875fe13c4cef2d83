import { expect, test } from "vitest";
import { edges, failing, graph, inside, node, probe, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import type { GraphEdge, GraphNode } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { MAX_ITEMS } from "./constructs/for-each.ts";
import { MAX_ROUNDS } from "./constructs/repeat.ts";
import { MAX_INPUT_BYTES, MAX_VISITS } from "./batch/run-worklist.ts";
import { Machine } from "./machine.ts";
import type { MachineEvent } from "./machine-event.ts";
import type { Operation } from "./operation.ts";

// The bounds on loops, steps, batches and operations: each test tries the last accepted value and the first refused one.

function begun(nodes: readonly (GraphNode | readonly GraphNode[])[], list: readonly GraphEdge[], payload: Json = {}) {
  const machine = new Machine(scenarioProgram("w", graph(nodes, list)));
  const first = machine.apply([{ kind: "started", event: scenarioEvent(payload), executionId: "e" }], 1_000);
  return { machine, first };
}

/** The code with which the only container fails when it begins; null if it begins or completes. */
function refused(container: GraphNode, payload: Json = {}): string | null {
  const { first } = begun(inside(container, node("w", "wait_for_signal", { name: "go" })), [], payload);
  const failed = first.trace.find(({ path, kind }) => path === container.id && kind === "failed");
  return failed?.failure?.code ?? null;
}

test.each<[string, Json, string | null]>([
  ["null", null, "ITEMS_NOT_A_LIST"],
  ["a text", "abc", "ITEMS_NOT_A_LIST"],
  ["an object", {}, "ITEMS_NOT_A_LIST"],
  ["nothing", [], null],
  ["as many as allowed", new Array(MAX_ITEMS).fill(0), null],
  ["one more than allowed", new Array(MAX_ITEMS + 1).fill(0), "TOO_MANY_ITEMS"],
])("items that are %s", (_, items, code) => {
  expect(refused(node("each", "for_each", { items: "{{ payload.items }}" }), { items })).toBe(code);
});

test("the error for items that are not a list names their type", () => {
  const message = (items: Json): string | undefined =>
    begun(inside(node("each", "for_each", { items: "{{ payload.items }}" }), probe("a")), [], {
      items,
    }).first.trace.find(({ kind }) => kind === "failed")?.failure?.message;
  expect(message(null)).toContain("but null");
  expect(message(7)).toContain("but number");
});

test.each<[Json, string | null]>([
  [1, null],
  [0, "INPUT_INVALID"],
  [1.5, "INPUT_INVALID"],
  ["2", "INPUT_INVALID"],
])("a concurrency of %j", (concurrency, code) => {
  const each = node("each", "for_each", { items: [1], concurrency: "{{ payload.of }}" });
  expect(refused(each, { of: concurrency })).toBe(code);
});

test.each<[Json, string | null]>([
  [0, null],
  [MAX_ROUNDS, null],
  [MAX_ROUNDS + 1, "INPUT_INVALID"],
  [-1, "INPUT_INVALID"],
  ["3", "INPUT_INVALID"],
  [1.5, "INPUT_INVALID"],
])("%j rounds of a repeat", (times, code) => {
  expect(refused(node("loop", "repeat", { times: "{{ payload.of }}" }), { of: times })).toBe(code);
});

test.each<[Json, string | null]>([
  [1, null],
  [MAX_ROUNDS, null],
  [MAX_ROUNDS + 1, "INPUT_INVALID"],
  [0, "INPUT_INVALID"],
  ["3", "INPUT_INVALID"],
  [1.5, "INPUT_INVALID"],
])("%j rounds of a while at most", (maxRounds, code) => {
  const loop = node("loop", "while", { condition: true, maxRounds: "{{ payload.of }}" });
  expect(refused(loop, { of: maxRounds })).toBe(code);
});

// each [0 … 29] │ a │      all at once, all fail, the loop goes on or stops
test("errors of items have the order of the items, and a failure keeps at most 20 further causes", () => {
  const items = Array.from({ length: 30 }, (_, index) => index);
  const answers = items
    .map((index): MachineEvent => ({
      kind: "stepFailed",
      path: `each[${index}]/a`,
      failure: { code: `E${index}`, message: "" },
    }))
    .toReversed();
  const of = (onItemError: string) =>
    begun(inside(node("each", "for_each", { items, concurrency: 30, onItemError }), failing("a")), []).machine;
  const { commands } = of("continue").apply(answers, 2_000);
  const complete = commands.find(({ kind }) => kind === "complete") as unknown as { readonly output: Json };
  const { errors, results } = (complete.output as { each: { errors: { index: number }[]; results: Json[] } }).each;
  expect(errors.map(({ index }) => index)).toEqual(items);
  expect(results).toEqual(items.map(() => null));
});

// start ─▶ a0 … a29      all fail
test("a failing scope keeps its first cause and 20 more", () => {
  const ids = Array.from({ length: 30 }, (_, index) => `a${index}`);
  const { machine } = begun([start, ...ids.map((id) => probe(id))], edges(...ids.map((id) => `start > ${id}`)));
  const { commands } = machine.apply(
    ids.map((path) => ({ kind: "stepFailed", path, failure: { code: path.toUpperCase(), message: "" } })),
    2_000,
  );
  const fail = commands.find(({ kind }) => kind === "fail");
  expect(fail).toMatchObject({ failure: { code: "A0" } });
  expect(fail?.kind === "fail" ? fail.failure.others?.map(({ code }) => code) : []).toEqual(
    ids.slice(1, 21).map((id) => id.toUpperCase()),
  );
});

// bad (pause), and the operations of a person on it
test.each<[string, unknown, string | null]>([
  ["a retry with a list", { name: "retry", path: "bad", input: [1] }, "INPUT_INVALID"],
  ["a retry with null", { name: "retry", path: "bad", input: null }, "INPUT_INVALID"],
  ["a retry with a text", { name: "retry", path: "bad", input: "x" }, "INPUT_INVALID"],
  ["a retry with an object", { name: "retry", path: "bad", input: {} }, null],
  ["a retry with the old input", { name: "retry", path: "bad" }, null],
  ["a skip without an output", { name: "skip", path: "bad" }, "INPUT_INVALID"],
  ["a skip to an unknown port", { name: "skip", path: "bad", output: 1, port: "up" }, "INPUT_INVALID"],
  ["a skip to a known port", { name: "skip", path: "bad", output: 1, port: "left" }, null],
  ["a skip with null", { name: "skip", path: "bad", output: null }, null],
  ["a decision on an incident", { name: "decide", path: "bad", decision: "approved" }, "NOT_WAITING"],
  ["a skipped wait on an incident", { name: "skipWait", path: "bad" }, "NOT_WAITING"],
  ["a decision other than approved or rejected", { name: "decide", path: "ask", decision: "maybe" }, "INPUT_INVALID"],
  ["a retry of a wait", { name: "retry", path: "ask" }, "NOT_AN_INCIDENT"],
  ["a fail of a step that runs", { name: "fail", path: "runs" }, "NOT_AN_INCIDENT"],
  ["nothing there", { name: "skipWait", path: "nobody" }, "PATH_UNKNOWN"],
])("%s", (_, operation, code) => {
  const { machine } = begun(
    [probe("bad", {}, { onError: "pause" }), node("ask", "approval", { title: "?" }), probe("runs"), probe("end")],
    edges("bad > end", "ask:approved > end", "runs > end"),
  );
  machine.apply([{ kind: "stepFailed", path: "bad", failure: { code: "NO", message: "no" } }], 1_100);
  const result = machine.check({
    id: "1",
    by: { name: "kim", roles: [] },
    time: 1,
    operation: operation as Operation,
  });
  expect(result.ok ? null : result.code).toBe(code);
});

test("a refusal says whether the step waits or runs", () => {
  const { machine } = begun([node("ask", "approval", { title: "?" }), probe("runs")], []);
  const message = (path: string): string => {
    const result = machine.check({
      id: "1",
      by: { name: "kim", roles: [] },
      time: 1,
      operation: { name: "retry", path },
    });
    return result.ok ? "" : result.message;
  };
  expect(message("ask")).toContain("it waits");
  expect(message("runs")).toContain("it runs");
});

test("an ended execution refuses every operation and stays ended", () => {
  const { machine } = begun([start, node("d", "delay", { ms: 5 })], edges("start > d"));
  expect(machine.ended).toBe(false);
  machine.apply([{ kind: "timerFired", path: "d" }], 1_005);
  expect(machine.ended).toBe(true);
  for (const operation of [{ name: "pause" }, { name: "resume" }, { name: "skipWait", path: "d" }] as const) {
    const { operationResults } = machine.apply(
      [{ kind: "operation", id: "1", by: { name: "kim", roles: [] }, time: 1, operation }],
      2_000,
    );
    expect(operationResults).toMatchObject([{ ok: false, code: "EXECUTION_ENDING" }]);
  }
});

// each │ loop (nothing inside runs long) │      a batch does a bounded amount of work
test("rounds count as visits, so that a very long loop yields", () => {
  const { first } = begun(
    inside(node("loop", "repeat", { times: MAX_VISITS }), node("t", "transform", { output: 1 })),
    [],
  );
  expect(first.commands).toEqual([{ kind: "yield" }]);
});

// start ─▶ a0 … a99      inputs of 400 kB each
test("the bytes of inputs in one batch are bounded", () => {
  const ids = Array.from({ length: 100 }, (_, index) => `a${index}`);
  const { first } = begun(
    [start, ...ids.map((id) => probe(id, { big: "{{ payload.big }}" }))],
    edges(...ids.map((id) => `start > ${id}`)),
    { big: "x".repeat(400_000) },
  );
  const steps = first.commands.filter(({ kind }) => kind === "runStep").length;
  expect(steps).toBeLessThanOrEqual(MAX_INPUT_BYTES / 400_000);
  expect(steps).toBeLessThan(100);
  expect(first.commands.at(-1)).toEqual({ kind: "yield" });
});

// start ─▶ a (burst) ─▶ b (burst)
test("rule 11: in a program with a burst step, time comes from the data and never goes back", () => {
  const burst = { durability: "burst" } as const;
  const program = scenarioProgram(
    "w",
    graph([start, probe("a", {}, burst), probe("b", {}, burst)], edges("start > a > b")),
  );
  const machine = new Machine(program);
  const event = { kind: "started", event: scenarioEvent({}), executionId: "e" } as const;
  expect(machine.apply([{ ...event, time: 5_000 }], 99_000).trace[0]!.at).toBe(5_000);
  expect(machine.apply([{ kind: "stepSucceeded", path: "a", output: 1, time: 4_000 }], 99_000).trace[0]!.at).toBe(
    5_000,
  );
  expect(machine.apply([{ kind: "stepSucceeded", path: "b", output: 1, time: 6_000 }], 99_000).trace[0]!.at).toBe(
    6_000,
  );
});

// start ─▶ a
test("in a program without burst steps, time is that of the batch and never goes back", () => {
  const { machine, first } = begun([start, probe("a")], edges("start > a"));
  expect(first.trace[0]!.at).toBe(1_000);
  expect(machine.apply([{ kind: "stepSucceeded", path: "a", output: 1, time: 9_000 }], 900).trace[0]!.at).toBe(1_000);
});

// start ─▶ w (signal)      start ─▶ d
test("in a batch, signals are taken before timers, and operations last", () => {
  const { machine } = begun(
    [start, node("w", "wait_for_signal", { name: "go" }), node("d", "delay", { ms: 5 }), probe("runs")],
    edges("start > w", "start > d", "start > runs"),
  );
  const { trace } = machine.apply(
    [
      { kind: "timerFired", path: "d" },
      { kind: "operation", id: "1", by: { name: "kim", roles: [] }, time: 1, operation: { name: "pause" } },
      { kind: "signalReceived", id: "1", name: "go", payload: 1 },
    ],
    1_005,
  );
  expect(trace.map(({ path, kind }) => `${path} ${kind}`)).toEqual(["w completed", "d completed", "!gate paused"]);
});

// start ─▶ left, right:left ─▶ join (2 of 3) …      nothing is taken: skipped, not failed
test("a join with a count is skipped when none of its edges is taken", () => {
  const { machine } = begun(
    [start, probe("a"), probe("b"), probe("join", {}, { join: { count: 2 } })],
    edges("start > a:left > join", "start > b:left > join"),
  );
  machine.apply([{ kind: "stepSucceeded", path: "a", output: 1 }], 2_000);
  const { trace } = machine.apply([{ kind: "stepSucceeded", path: "b", output: 1 }], 2_001);
  expect(trace.map(({ path, kind }) => `${path} ${kind}`)).toEqual(["b completed", "join skipped"]);
});

// start ─▶ each [0,1] │ slow (deaf) │      cancelled, and the grace time goes by
test("rule 7: a step that does not answer in time ends with its outcome unknown, also inside containers", () => {
  const { machine } = begun(
    [start, inside(node("each", "for_each", { items: [0, 1], concurrency: 2 }), probe("slow"))],
    edges("start > each"),
  );
  machine.apply([{ kind: "cancelRequested" }], 2_000);
  const { trace, commands } = machine.apply([{ kind: "timerFired", path: "!cancel" }], 12_000);
  expect(trace.map(({ path, kind, failure }) => `${path} ${kind} ${failure?.code ?? ""}`)).toEqual([
    "each[0]/slow cancelled CANCEL_OUTCOME_UNKNOWN",
    "each[1]/slow cancelled CANCEL_OUTCOME_UNKNOWN",
    "each cancelled ",
  ]);
  expect(commands).toEqual([{ kind: "cancelled" }]);
});

// start ─▶ s0 ─▶ … ─▶ s1999      each sets a variable of its own
test("thousands of variables count as visits", () => {
  const ids = Array.from({ length: 2_000 }, (_, index) => `s${index}`);
  const sets = ids.map((id, index) => node(id, "set", { values: { [`v${index}`]: index } }));
  const { machine, first } = begun(
    [start, ...sets, node("end", "end", { output: "{{ vars.v1999 }}" })],
    edges(`start > ${ids.join(" > ")} > end`),
  );
  expect(first.commands).toEqual([{ kind: "yield" }]);
  let { commands } = first;
  let batches = 1;
  for (; commands[0]?.kind === "yield"; batches += 1)
    ({ commands } = machine.apply([{ kind: "yielded" }], 1_000 + batches));
  expect(commands).toMatchObject([{ kind: "complete", output: { end: 1_999 } }]);
  expect(batches).toBeLessThan(20);
});
