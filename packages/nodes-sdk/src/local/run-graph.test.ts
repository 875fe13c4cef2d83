import { expect, test } from "vitest";
import { z } from "zod";
import type { Graph } from "@tempograph/graph";
import { defineNode } from "../define/define-node.ts";
import { retryable } from "../error/node-error.ts";
import { GraphInvalidError } from "./prepare-graph.ts";
import { runGraph } from "./run-graph.ts";

const greet = defineNode({
  type: "greet",
  title: "Greet",
  description: "Says hello, at the second attempt.",
  input: z.object({ name: z.string() }),
  output: z.object({ text: z.string() }),
  retry: { maximumAttempts: 3, initialInterval: "1h" },
  execute(ctx, { name }) {
    if (ctx.attempt === 1) throw retryable("SHY", "not yet");
    return { text: `Hello ${name}` };
  },
});

// start ─▶ greet ─▶ wait(2 days) ─▶ end
const graph: Graph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "greet", type: "greet", data: { name: "{{ payload.name }}" } },
    { id: "wait", type: "delay", data: { duration: "P2D" } },
    { id: "end", type: "end", data: { output: "{{ steps.greet.text }}" } },
  ],
  edges: [
    { id: "e1", source: "start", target: "greet" },
    { id: "e2", source: "greet", target: "wait" },
    { id: "e3", source: "wait", target: "end" },
  ],
};

test("runs a graph in virtual time: retries by policy, days of delay, the nodes' own code", async () => {
  const result = await runGraph(graph, { data: { name: "Ada" } }, { nodes: [greet] });
  expect(result).toMatchObject({ status: "completed", output: { end: "Hello Ada" } });
  expect(result.tookMs).toBe((1 + 48) * 3_600_000);
});

test("a step takes the virtual time that the clock gives it", async () => {
  const result = await runGraph(
    graph,
    { data: { name: "Ada" } },
    { nodes: [greet], clock: { startAt: 5, stepTakesMs: () => 10 } },
  );
  expect(result.tookMs).toBe((1 + 48) * 3_600_000 + 20);
  expect(result.trace[0]!.at).toBe(5);
});

test("a graph with errors is refused before anything runs", async () => {
  await expect(runGraph(graph, { data: {} }, { nodes: [] })).rejects.toThrow(GraphInvalidError);
});

test("an input that does not fit its schema fails the execution with the field's name", async () => {
  const result = await runGraph(graph, { data: { name: 7 } }, { nodes: [greet] });
  expect(result).toMatchObject({
    status: "failed",
    failure: { code: "INPUT_INVALID", message: expect.stringContaining("name") },
  });
});
