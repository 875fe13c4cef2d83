import { coreNodeTypes, type Graph, type Simulation } from "@tempograph/graph";
import { expect, test } from "vitest";
import { knownFrom } from "./messages.ts";
import type { Answers } from "./simulate-answered.ts";
import { tasks } from "./tasks.ts";

// A refund that is asked for after a wait, and in each round of a loop; then a signal.
const graph: Graph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "wait", type: "delay", data: { ms: 60_000 } },
    { id: "ask", type: "approval", data: { title: "Refund?", approvers: ["role:finance"], timeout: "2d" } },
    { id: "each", type: "for_each", data: { items: [1, 2] } },
    { id: "again", type: "approval", parentId: "each", data: { title: "Item {{ item }}?", approvers: ["user:kim"] } },
    { id: "go", type: "wait_for_signal", data: { name: "go" } },
  ],
  edges: [
    { id: "a", source: "start", target: "wait" },
    { id: "b", source: "wait", target: "ask" },
    { id: "c", source: "ask", target: "each", sourceHandle: "approved" },
    { id: "d", source: "each", target: "go" },
  ],
};

async function simulated(answers: Answers, of = graph): Promise<Simulation> {
  const answer = await tasks.simulate(knownFrom(coreNodeTypes), {
    simulated: { draft: { graph: of, triggers: [] }, workflow: { id: "none", name: "draft" } },
    event: { id: "e", type: "x", source: "test", time: "2026-01-01T00:00:00.000Z", data: {} },
    ...{ known: {}, limits: { maxSteps: 1_000, maxVirtualMs: 10 * 86_400_000 }, answers },
    script: { outcomes: {}, signals: [], replies: [], operations: [] },
  });
  if ("refused" in answer) throw new Error(JSON.stringify(answer.refused));
  return answer.simulation;
}

test("people answer whenever a step begins to wait, in every round, as somebody who may", async () => {
  const { status, tookMs, steps, warnings } = await simulated({
    ask: { kind: "approved", data: {}, afterMs: 3_600_000 },
    again: { kind: "rejected", data: {}, afterMs: 1_000 },
    go: { kind: "signalled", data: { by: "hand" }, afterMs: 500 },
  });
  expect(warnings).toEqual([]);
  expect(steps.filter(({ nodeId }) => nodeId === "again").map(({ path, port }) => [path, port])).toEqual([
    ["each[0]/again", "rejected"],
    ["each[1]/again", "rejected"],
  ]);
  expect({ status, tookMs }).toEqual({ status: "completed", tookMs: 60_000 + 3_600_000 + 2_000 + 500 });
});

test("without an answer the time-out comes, and what has none waits", async () => {
  const { status, steps } = await simulated({});
  expect(steps.find(({ nodeId }) => nodeId === "ask")?.port).toBe("timeout");
  expect(status).not.toBe("waiting");
  expect((await simulated({ ask: { kind: "approved", data: {}, afterMs: 0 } })).status).toBe("waiting");
});

test("a node that is named like a property of every object has no answer by that", async () => {
  const named: Graph = {
    nodes: [...graph.nodes.slice(0, 1), { id: "constructor", type: "approval", data: { title: "Refund?" } }],
    edges: [{ id: "a", source: "start", target: "constructor" }],
  };
  const { status, warnings } = await simulated({}, named);
  expect({ status, warnings }).toEqual({ status: "waiting", warnings: [] });
});
