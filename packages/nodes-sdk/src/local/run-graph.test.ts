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

const fetchPage = defineNode({
  type: "fetch_page",
  title: "Fetch page",
  description: "Gives the URL that it would call.",
  input: z.object({ url: z.url(), note: z.string() }),
  output: z.object({ url: z.string(), note: z.string() }),
  execute: (_, input) => input,
});

const fetching = (url: string): Graph => ({
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "fetch", type: "fetch_page", data: { url, note: "{{ payload.p }}" } },
    { id: "end", type: "end", data: { output: "{{ steps.fetch }}" } },
  ],
  edges: [
    { id: "e1", source: "start", target: "fetch" },
    { id: "e2", source: "fetch", target: "end" },
  ],
});

test("a value in a field for URLs stays one path segment; one of dots fails the step, one in the host is a problem", async () => {
  const play = (url: string, p: string) => runGraph(fetching(url), { data: { p } }, { nodes: [fetchPage] });
  const p = "../../admin?x=1#y";
  const output = { end: { url: "https://api.example.com/api/..%2F..%2Fadmin%3Fx%3D1%23y", note: p } };
  expect(await play("https://api.example.com/api/{{ payload.p }}", p)).toMatchObject({ status: "completed", output });
  expect(await play("https://api.example.com/api/{{ payload.p }}/x", "..")).toMatchObject({
    status: "failed",
    failure: { code: "URL_DOT_SEGMENT", retryable: false },
  });
  await expect(play("https://{{ payload.p }}.example.com/", "eu")).rejects.toMatchObject({
    problems: [{ code: "TEMPLATE_IN_URL_HOST", severity: "error", path: "/nodes/1/data/url", node: "fetch" }],
  });
  expect(await play("https://{{ raw(payload.p) }}.example.com/", "eu")).toMatchObject({
    output: { end: { url: "https://eu.example.com/" } },
  });
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

test("data may be left out of a node, the id of an edge, and a graph may be its text", async () => {
  const bare = {
    nodes: [
      { id: "start", type: "start" },
      { id: "end", type: "end" },
    ],
    edges: [{ source: "start", target: "end" }],
  };
  expect(await runGraph(bare, { data: {} })).toMatchObject({ status: "completed" });
  expect(await runGraph(JSON.stringify(bare), { data: {} })).toMatchObject({ status: "completed" });
  const broken = await runGraph('{"nodes": [{"id": "a", "type": "start", "data": {"n": 1e400}}]}', { data: {} }).catch(
    (error: unknown) => error,
  );
  expect((broken as GraphInvalidError).problems).toMatchObject([{ code: "NUMBER_INEXACT", path: "/nodes/0/data/n" }]);
  await expect(runGraph(null as never, { data: {} })).rejects.toThrow(GraphInvalidError);
});

// start ─▶ call ─▶ end
const calling = {
  nodes: [
    { id: "start", type: "start" },
    { id: "call", type: "http_call", data: { url: "https://example.com" } },
    { id: "end", type: "end", data: { output: "{{ steps.call.body.id }}" } },
  ],
  edges: [
    { source: "start", target: "call" },
    { source: "call", target: "end" },
  ],
};

test("outcomes replace side effects and node types that the test does not have", async () => {
  const call = { output: { body: { id: 7 } }, failure: { code: "BUSY" }, attempts: 2, takesMs: 5 };
  const result = await runGraph(calling, { data: {} }, { outcomes: { call } });
  expect(result).toMatchObject({ status: "completed", output: { end: 7 }, tookMs: 15 + 1_000 + 2_000 });
  await expect(runGraph(calling, { data: {} })).rejects.toThrow(GraphInvalidError);
  expect((await runGraph(calling, { data: {} }, { outcomes: { "each[0]/call": {} } })).failure).toMatchObject({
    code: "OUTCOME_MISSING",
  });
});

test.each([
  ["half of a character", { name: "\ud800" }, "LONE_SURROGATE"],
  ["the character NUL", { name: "a\u0000" }, "NUL_CHARACTER"],
  ["infinity", { n: Number.POSITIVE_INFINITY }, "NOT_JSON"],
])("an event with %s is refused, as the API refuses it", async (_, data, code) => {
  const error = await runGraph(calling, { data }, { outcomes: { call: {} } }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "EVENT_INVALID", problems: [{ code }] });
});

test("a step whose template cuts a character in half fails before it sends the text", async () => {
  const emitting = {
    nodes: [
      { id: "start", type: "start" },
      {
        id: "tell",
        type: "emit_event",
        data: { eventType: "cut", data: { text: "{{ payload.text.substring(0, 1) }}" } },
      },
    ],
    edges: [{ source: "start", target: "tell" }],
  };
  const result = await runGraph(emitting, { data: { text: "😀" } });
  expect(result.failure).toMatchObject({ code: "INPUT_INVALID", message: expect.stringContaining("/data/text") });
});
