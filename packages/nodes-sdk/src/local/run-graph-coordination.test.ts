import { edges, graph, inside, node, start } from "@tempograph/graph/conformance";
import type { JsonObject } from "@tempograph/graph";
import { expect, test } from "vitest";
import { z } from "zod";
import { defineNode } from "../define/define-node.ts";
import { GraphInvalidError } from "./prepare-graph.ts";
import { runGraph, type RunGraphOptions } from "./run-graph.ts";

// Tests calls, events, signals and locks between executions in one process.

const log: string[] = [];
const say = defineNode({
  type: "say",
  title: "Say",
  description: "Notes what is said, in order.",
  input: z.object({ text: z.string() }),
  execute: (_ctx, { text }) => void log.push(text),
});

const chain = (...ids: readonly string[]) => edges(["start", ...ids].join(" > "));
const run = (of: ReturnType<typeof graph>, more: Partial<RunGraphOptions> = {}, data: JsonObject = {}) => {
  log.length = 0;
  return runGraph(of, { data }, { nodes: [say], ...more });
};
const HOUR = 3_600_000;

// start ─▶ call ─▶ end        child: start ─▶ wait(1h) ─▶ end
const child = graph(
  [start, node("wait", "delay", { duration: "1h" }), node("end", "end", { output: "{{ payload.n * 2 }}" })],
  chain("wait", "end"),
);
const caller = (data: JsonObject) =>
  graph(
    [start, node("call", "call_workflow", data), node("end", "end", { output: "{{ steps.call }}" })],
    chain("call", "end"),
  );

test("a called workflow runs on the same virtual time and gives its result", async () => {
  const result = await run(
    caller({ workflow: "double", data: { n: "{{ payload.n }}" } }),
    {
      workflows: { double: { graph: child } },
    },
    { n: 21 },
  );
  expect(result).toMatchObject({
    status: "completed",
    output: { end: { executionId: "local-execution-2", status: "completed", output: { end: 42 } } },
    tookMs: HOUR,
    called: [
      {
        ...{ executionId: "local-execution-2", workflow: "double", status: "completed", tookMs: HOUR },
        calledBy: { executionId: "local-execution", path: "call" },
        steps: { wait: { status: "completed" } },
      },
    ],
  });
});

test("without waiting the caller is done at once; what it called lives to its end", async () => {
  const result = await run(caller({ workflow: "double", wait: false, data: { n: 1 } }), {
    workflows: { double: { graph: child } },
  });
  expect(result).toMatchObject({ status: "completed", tookMs: 0, called: [{ status: "completed", tookMs: HOUR }] });
});

test.each([
  ["WORKFLOW_UNKNOWN", { workflow: "toString" }],
  ["VERSION_NOT_PUBLISHED", { workflow: "double", version: 2 }],
])("%s is a failure without retries, and takes the error edge", async (code, data) => {
  const graphs = { double: { graph: child } };
  expect((await run(caller(data), { workflows: graphs })).failure).toMatchObject({ code });
  const handled = graph(
    [start, node("call", "call_workflow", data), node("end", "end", { output: "{{ steps.call.error.code }}" })],
    edges("start > call", "call:error > end"),
  );
  expect(await run(handled, { workflows: graphs })).toMatchObject({ status: "completed", output: { end: code } });
});

test("a failed one fails the caller; a call of itself ends at its depth", async () => {
  const failing = graph([start, node("no", "fail", { code: "NO_STOCK", message: "None left" })], chain("no"));
  expect((await run(caller({ workflow: "w" }), { workflows: { w: { graph: failing } } })).failure).toMatchObject({
    ...{ code: "CALLED_WORKFLOW_FAILED", details: { status: "failed", failure: { code: "NO_STOCK" } } },
  });
  const endless = caller({ workflow: "w" });
  const { called, failure } = await run(endless, { workflows: { w: { graph: endless } } });
  expect(called).toHaveLength(64);
  expect(called.at(-1)!.failure).toMatchObject({ code: "CALL_TOO_DEEP" });
  // Every caller in the chain gets the cause, once.
  expect(failure).toMatchObject({
    details: { executionId: called[0]!.executionId, failure: { code: "CALL_TOO_DEEP" } },
  });
  expect(JSON.stringify(failure).length).toBeLessThan(1_000);
});

test.each([
  ["requestCancel", "cancelled"],
  ["terminate", "terminated"],
  ["abandon", "completed"],
])("a cancel of the caller: %s, and the called one is %s", async (parentClosePolicy, status) => {
  const result = await run(caller({ workflow: "w", data: { n: 1 }, parentClosePolicy }), {
    ...{ workflows: { w: { graph: child } }, cancelAfterMs: 1_000 },
  });
  expect(result.status).toBe("cancelled");
  expect(result.called[0]).toMatchObject({ status, tookMs: status === "completed" ? HOUR : expect.any(Number) });
});

test("a called graph with errors is refused by name before anything runs; it may bring nodes of its own", async () => {
  const inner = graph([start, node("say", "say", { text: "hi" })], chain("say"));
  const outer = caller({ workflow: "w" });
  const refused = runGraph(outer, { data: {} }, { nodes: [], workflows: { w: { graph: inner } } });
  await expect(refused).rejects.toThrow(GraphInvalidError);
  await expect(refused).rejects.toThrow(/"w".*say/s);
  expect(
    await runGraph(outer, { data: {} }, { nodes: [], workflows: { w: { graph: inner, nodes: [say] } } }),
  ).toMatchObject({ status: "completed" });
});

// start ─▶ paid ─┬──────────▶ end
//                └ timeout ─▶ late
const awaiting = (more: JsonObject = {}) =>
  graph(
    [
      start,
      node("paid", "wait_for_event", {
        ...{ eventType: "order.*", match: { "==": [{ var: "order" }, "{{ payload.order }}"] }, timeout: "1d" },
        ...more,
      }),
      node("end", "end", { output: "{{ steps.paid.data.n }}" }),
      node("late", "end", { output: "late" }),
    ],
    edges("start > paid > end", "paid:timeout > late"),
  );
const paid = (afterMs: number, order: string, n: number, id?: string) => ({
  ...{ afterMs, event: { type: "order.paid", data: { order, n }, ...(id !== undefined && { id }) } },
});

test("an event is matched by type and condition, as by a trigger", async () => {
  const events = [
    ...[paid(1_000, "B", 1), { afterMs: 2_000, event: { type: "other", data: { order: "A" } } }],
    ...[paid(3_000, "A", 2), paid(4_000, "A", 3)],
  ];
  expect(await run(awaiting(), { events }, { order: "A" })).toMatchObject({ output: { end: 2 }, tookMs: 3_000 });
  expect(await run(awaiting(), { events }, { order: "C" })).toMatchObject({
    output: { late: "late" },
    tookMs: 24 * HOUR,
  });
});

test("a wait with lookBack finds an event from before the start", async () => {
  const events = [paid(-2 * HOUR, "A", 1), paid(-1_000, "A", 2), paid(5_000, "A", 3)];
  const outputs = ["0ms", "1h", "3h"].map(
    async (lookBack) => (await run(awaiting({ lookBack }), { events }, { order: "A" })).output,
  );
  expect(await Promise.all(outputs)).toEqual([{ end: 3 }, { end: 2 }, { end: 1 }]);
});

test("rounds take one event each, and one that is sent twice counts once", async () => {
  const rounds = inside(
    node("loop", "repeat", { times: 2 }),
    node("got", "wait_for_event", { eventType: "order.paid", lookBack: "1h" }),
  );
  const events = [paid(-2, "A", 1, "one"), paid(-1, "A", 1, "one"), paid(7, "A", 2, "two")];
  const { steps, tookMs } = await run(graph([start, rounds], chain("loop")), { events });
  expect(steps).toMatchObject({ "loop[0]/got": { output: { id: "one" } }, "loop[1]/got": { output: { id: "two" } } });
  expect(tookMs).toBe(7);
});

test("an invalid condition is refused before anything runs", async () => {
  const refused = run(awaiting({ match: { telepathy: [] } }), {}, { order: "A" });
  await expect(refused).rejects.toThrow(/telepathy/);
});

// start ─┬▶ got ─▶ end
//        └▶ pause(1s) ─▶ emit
test("an emitted event is in the result and reaches a step of this run that waits for it", async () => {
  const of = graph(
    [
      start,
      node("got", "wait_for_event", { eventType: "ready" }),
      node("pause", "delay", { ms: 1_000 }),
      node("emit", "emit_event", { eventType: "ready", data: { by: "{{ payload.who }}" }, subject: "s" }),
      node("end", "end", { output: "{{ steps.got.data.by }}" }),
    ],
    edges("start > got > end", "start > pause > emit"),
  );
  expect(await run(of, { clock: { startAt: 0 } }, { who: "Ada" })).toMatchObject({
    output: { end: "Ada" },
    emitted: [
      {
        ...{ id: "evt_emitted_1", type: "ready", subject: "s", data: { by: "Ada" } },
        ...{ source: "tempograph:local-execution", time: "1970-01-01T00:00:01.000Z" },
      },
    ],
    steps: { emit: { output: { eventId: "evt_emitted_1" } } },
  });
});

// start ─▶ answer ─▶ again(skip) ─▶ third
test("the answer to the sender is in the result, and there is only one", async () => {
  const answer = (id: string, more: JsonObject = {}) =>
    node(id, "respond", { status: 201, body: { n: "{{ payload.n }}" }, ...more });
  const nodes = [start, answer("answer"), answer("again", { whenNobodyWaits: "skip" }), answer("third")];
  expect(await run(graph(nodes, edges("start > answer > again > third")), {}, { n: 7 })).toMatchObject({
    responded: { status: 201, headers: {}, body: { n: 7 } },
    steps: { answer: { output: { sent: true } }, again: { output: { sent: false, reason: "answered" } } },
    failure: { code: "ALREADY_ANSWERED", path: "third" },
  });
});

// start ─▶ call(no wait) ─▶ signal ─▶ pause(2h) ─▶ again        child: start ─▶ go
test("a signal reaches a called execution, one that has closed refuses it, others are noted", async () => {
  const patient = graph([start, node("go", "wait_for_signal", { name: "go" })], chain("go"));
  const signal = (id: string, executionId: string) =>
    node(id, "signal_workflow", { executionId, name: "go", payload: { n: 7 } });
  const nodes = [
    ...[
      start,
      node("call", "call_workflow", { workflow: "w", wait: false }),
      signal("signal", "{{ steps.call.executionId }}"),
    ],
    ...[
      node("pause", "delay", { duration: "2h" }),
      signal("again", "{{ steps.call.executionId }}"),
      signal("other", "exe_elsewhere"),
    ],
  ];
  const result = await run(graph(nodes, edges("start > call > signal > pause > again", "call > other")), {
    workflows: { w: { graph: patient } },
  });
  expect(result.called).toMatchObject([{ status: "completed", steps: { go: { output: { n: 7 } } } }]);
  expect(result.failure).toMatchObject({ code: "EXECUTION_CLOSED", path: "again" });
  expect(result.signalled).toEqual([
    { executionId: "local-execution-2", name: "go", payload: { n: 7 } },
    { executionId: "exe_elsewhere", name: "go", payload: { n: 7 } },
  ]);
});

// start ─┬▶ a [ in_a ─▶ rest_a(1h) ─▶ out_a ]
//        └▶ b [ in_b ─▶ rest_b(1h) ─▶ out_b ]
test("two steps get one lock one after the other; a step that waits too long takes the port timeout", async () => {
  const held = (id: string, more: JsonObject = {}) =>
    inside(
      node(id, "lock", { key: "account", ...more }),
      node(`in_${id}`, "say", { text: `${id} in` }),
      node(`rest_${id}`, "delay", { duration: "1h" }),
      node(`out_${id}`, "say", { text: `${id} out` }),
    );
  const within = (id: string) => `in_${id} > rest_${id} > out_${id}`;
  const both = graph([start, held("a"), held("b")], edges("start > a", "start > b", within("a"), within("b")));
  expect(await run(both)).toMatchObject({ status: "completed", tookMs: 2 * HOUR });
  expect(log).toEqual(["a in", "a out", "b in", "b out"]);
  const hurried = graph(
    [start, held("a"), held("b", { timeout: "10m" }), node("late", "end", { output: "{{ steps.b.key }}" })],
    edges("start > a", "start > b", "b:timeout > late", within("a"), within("b")),
  );
  expect(await run(hurried)).toMatchObject({ status: "completed", output: { late: "account" }, tookMs: HOUR });
  expect(log).toEqual(["a in", "a out"]);
});

test("a lock is shared with called executions, and is free when its owner has ended", async () => {
  const wants = graph(
    [start, inside(node("lock", "lock", { key: "k" }), node("said", "say", { text: "called" }))],
    chain("lock"),
  );
  const of = graph(
    [
      start,
      inside(
        node("lock", "lock", { key: "k" }),
        node("call", "call_workflow", { workflow: "w", wait: false }),
        node("rest", "delay", { ms: 500 }),
        node("mine", "say", { text: "caller" }),
      ),
    ],
    edges("start > lock", "call > rest > mine"),
  );
  const result = await run(of, { workflows: { w: { graph: wants } } });
  expect(log).toEqual(["caller", "called"]);
  expect(result.called).toMatchObject([{ status: "completed", tookMs: 500 }]);
});
