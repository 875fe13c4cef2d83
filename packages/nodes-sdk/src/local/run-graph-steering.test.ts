import { edges, graph, inside, node, start } from "@tempograph/graph/conformance";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { defineNode } from "../define/define-node.ts";
import { permanent } from "../error/node-error.ts";
import { runGraph } from "./run-graph.ts";

// Tests operations of people, signals and replies on a local execution.

const charged: number[] = [];
beforeEach(() => void (charged.length = 0));
const charge = defineNode({
  type: "charge",
  title: "Charge",
  description: "Charges an amount of at most 100.",
  input: z.object({ amount: z.number() }),
  output: z.object({ receipt: z.string() }),
  execute(_ctx, { amount }) {
    if (amount > 100) throw permanent("TOO_MUCH", `${amount} is more than 100`);
    charged.push(amount);
    return { receipt: `r${charged.length}` };
  },
});
const nodes = [charge];
const event = { data: { amount: 250 } };
const chain = (...ids: readonly string[]) => edges(["start", ...ids].join(" > "));

// start ─▶ ask ─ approved ─▶ yes
//              └ rejected ─▶ no
const asking = graph(
  [
    start,
    node("ask", "approval", { title: "Pay?", approvers: ["role:finance"] }),
    node("yes", "end", { output: "{{ steps.ask.by }}" }),
    node("no", "end", {}),
  ],
  edges("start > ask", "ask:approved > yes", "ask:rejected > no"),
);

test("an operation decides an approval if the caller is an approver; a refused one changes nothing and is in the result", async () => {
  const operation = { name: "decide", path: "ask", decision: "approved" } as const;
  const result = await runGraph(asking, event, {
    nodes,
    operations: [
      { afterMs: 1_000, operation, by: { name: "mallory", roles: ["sales"] } },
      { afterMs: 2_000, operation, by: { name: "kim", roles: ["finance"] } },
    ],
  });
  expect(result).toMatchObject({ status: "completed", output: { yes: "kim" }, tookMs: 2_000 });
  expect(result.operationResults).toMatchObject([{ ok: false, code: "NOT_AUTHORISED" }, { ok: true }]);
  expect(result.steps).toMatchObject({
    ask: { status: "completed", port: "approved", by: "kim" },
    no: { status: "skipped" },
  });
});

// start ─▶ charge(pause) ─▶ end
const incident = graph(
  [
    start,
    node("charge", "charge", { amount: "{{ payload.amount }}" }, { onError: "pause" }),
    node("end", "end", { output: "{{ steps.charge.receipt }}" }),
  ],
  chain("charge", "end"),
);

test("an incident that nobody resolves leaves the run stuck, and the steps show where", async () => {
  const result = await runGraph(incident, event, { nodes });
  expect(result.status).toBe("stuck");
  expect(result.steps["charge"]).toMatchObject({
    status: "incident",
    failure: { code: "TOO_MUCH" },
    input: { amount: 250 },
  });
  expect(result.steps["charge"]!.endedAt).toBeUndefined();
});

test("an incident is retried with edited input", async () => {
  const operations = [
    { afterMs: 60_000, operation: { name: "retry", path: "charge", input: { amount: 90 } } },
  ] as const;
  expect(await runGraph(incident, event, { nodes, operations })).toMatchObject({
    status: "completed",
    output: { end: "r1" },
  });
  expect(charged).toEqual([90]);
});

test("a wait is skipped, a pause holds the next step until it is resumed", async () => {
  const of = graph(
    [start, node("wait", "delay", { duration: "30d" }), node("charge", "charge", { amount: 5 })],
    chain("wait", "charge"),
  );
  const result = await runGraph(of, event, {
    nodes,
    operations: [
      { afterMs: 1_000, operation: { name: "pause" } },
      { afterMs: 2_000, operation: { name: "skipWait", path: "wait" } },
      { afterMs: 9_000, operation: { name: "resume" } },
    ],
  });
  expect(result).toMatchObject({ status: "completed", tookMs: 9_000 });
  expect(Object.keys(result.steps)).toEqual(["start", "wait", "charge"]);
});

test("a seed ends nodes without their side effects, as in a rerun", async () => {
  const of = graph(
    [start, node("charge", "charge", { amount: 5 }), node("end", "end", { output: "{{ steps.charge.receipt }}" })],
    chain("charge", "end"),
  );
  const seed = { start: { port: "out", output: {} }, charge: { port: "out", output: { receipt: "old" } } };
  const result = await runGraph(of, event, { nodes, seed });
  expect(result).toMatchObject({ output: { end: "old" }, steps: { charge: { seeded: true } } });
  expect(charged).toEqual([]);
});

test("a cancel compensates the completed steps, and the result shows the steps that were not reached", async () => {
  const of = graph(
    [
      start,
      node("charge", "charge", { amount: 5 }, { compensate: "undo" }),
      node("wait", "delay", { duration: "1d" }),
      node("end", "end", {}),
      node("undo", "charge", { amount: -5 }),
    ],
    chain("charge", "wait", "end"),
  );
  const result = await runGraph(of, event, { nodes, cancelAfterMs: 5_000 });
  expect(result).toMatchObject({
    status: "cancelled",
    tookMs: 5_000,
    steps: { wait: { status: "cancelled" }, "charge!undo": { status: "completed" } },
  });
  expect(charged).toEqual([5, -5]);
});

test("signals and replies arrive at their times, also in loops and before the step that waits for them", async () => {
  const of = graph(
    [
      start,
      inside(node("loop", "repeat", { times: 2 }), node("go", "wait_for_signal", { name: "go" })),
      node("call", "wait_for_event", { eventType: "x" }),
    ],
    chain("loop", "call"),
  );
  const result = await runGraph(of, event, {
    nodes,
    signals: [1, 2].map((n) => ({ afterMs: n, name: "go", payload: { n } })),
    replies: [{ afterMs: 50, path: "call", reply: { event: { id: "e", type: "x" } } }],
  });
  expect(result).toMatchObject({
    ...{ status: "completed", tookMs: 50 },
    steps: { "loop[1]/go": { output: { n: 2 } }, call: { output: { id: "e" } } },
  });
});
