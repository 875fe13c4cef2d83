import { expect, test } from "vitest";
import { GraphInvalidError, LocalMemory, runGraph } from "../index.ts";

const NOON = Date.parse("2026-01-01T12:00:00Z");

/** `start ─▶ ask`, with one node of the given type. */
const asking = (type: string, data: object) => ({
  nodes: [
    { id: "start", type: "start" },
    { id: "ask", type, data },
  ],
  edges: [{ source: "start", target: "ask" }],
});

function memoryOf() {
  const memory = new LocalMemory();
  return async (type: string, data: object, { payload = {}, afterMs = 0 } = {}) => {
    const clock = { startAt: NOON + afterMs };
    const { output, failure } = await runGraph(asking(type, data) as never, { data: payload }, { memory, clock });
    return failure === undefined ? (output as { readonly ask: unknown }).ask : failure;
  };
}

test("a value is remembered from run to run, until its time to live is over", async () => {
  const ask = memoryOf();
  expect(await ask("state_get", { key: "cursor", default: 7 })).toEqual({ found: false, value: 7 });
  expect(await ask("state_set", { key: "cursor", value: { page: 2 }, ttl: "1h" })).toEqual({
    changed: true,
    previous: null,
  });
  expect(await ask("state_set", { key: "cursor", value: { page: 2 }, ttl: "1h" })).toMatchObject({ changed: false });
  expect(await ask("state_get", { key: "cursor" }, { afterMs: 3_599_999 })).toEqual({
    found: true,
    value: { page: 2 },
  });
  expect(await ask("state_get", { key: "cursor" }, { afterMs: 3_600_000 })).toEqual({ found: false, value: null });
  expect(await ask("state_get", { key: "cursor", scope: "project" })).toMatchObject({ found: false });
});

test("a counter begins anew when its time to live is over, which began with the first count", async () => {
  const ask = memoryOf();
  const data = { key: "orders:{{ payload.customer }}", ttl: "1h" };
  const payload = { customer: "ada" };
  expect(await ask("state_increment", data, { payload })).toEqual({ value: 1 });
  expect(await ask("state_increment", { ...data, by: 2.5 }, { payload, afterMs: 3_000_000 })).toEqual({ value: 3.5 });
  expect(await ask("state_increment", data, { payload: { customer: "bob" } })).toEqual({ value: 1 });
  expect(await ask("state_increment", data, { payload, afterMs: 3_600_000 })).toEqual({ value: 1 });
});

test("a set says whether a member was new", async () => {
  const ask = memoryOf();
  expect(await ask("state_add_to_set", { key: "seen", value: { a: 1, b: 2 } })).toEqual({ added: true, size: 1 });
  expect(await ask("state_add_to_set", { key: "seen", value: { b: 2, a: 1 } })).toEqual({ added: false, size: 1 });
  expect(await ask("state_add_to_set", { key: "seen", value: "x" })).toEqual({ added: true, size: 2 });
  expect(await ask("state_get", { key: "seen" })).toEqual({ found: true, value: ["x", { a: 1, b: 2 }] });
});

test("only_new gives what was not in the list before", async () => {
  const ask = memoryOf();
  const item = (id: number, updated = 1) => ({ id, author: { name: "ada" }, updated });
  const items = "{{ payload.items }}";
  const run = (data: object, list: readonly unknown[]) =>
    ask("only_new", { items, ...data }, { payload: { items: list } });
  expect(await run({ by: "id" }, [item(1), item(2), item(1)])).toEqual({ items: [item(1), item(2)], count: 2 });
  expect(await run({ by: "id" }, [item(2, 9), item(3)])).toEqual({ items: [item(3)], count: 1 });
  // Items are told apart by several fields, or as a whole.
  expect(await run({ key: "both", by: ["id", "updated"] }, [item(1), item(1, 2)])).toMatchObject({ count: 2 });
  expect(await run({ key: "both", by: ["id", "updated"] }, [item(1, 2), item(1, 3)])).toMatchObject({ count: 1 });
  expect(await run({ key: "whole" }, ["x".repeat(600), "y"])).toMatchObject({ count: 2 });
  expect(await run({ key: "whole" }, ["x".repeat(600), "z"])).toEqual({ items: ["z"], count: 1 });
  // The items of the first run count as known.
  expect(await run({ key: "later", by: "id", firstRun: "none" }, [item(1)])).toEqual({ items: [], count: 0 });
  expect(await run({ key: "later", by: "id", firstRun: "none" }, [item(1), item(2)])).toMatchObject({ count: 1 });
  // Item 1 was in no list for longest, so it is forgotten.
  const keep = { key: "few", by: "id", keep: 2 };
  expect(await run(keep, [item(1), item(2)])).toMatchObject({ count: 2 });
  expect(await run(keep, [item(2), item(3)])).toMatchObject({ count: 1 });
  expect(await run(keep, [item(1)])).toMatchObject({ count: 1 });
  expect(await run(keep, [item(3)])).toMatchObject({ count: 0 });
});

test.each([
  ["state_get", "INPUT_INVALID", "/key", { key: "{{ '' }}" }],
  ["state_get", "INPUT_INVALID", "/key", { key: `{{ '${"x".repeat(257)}' }}` }],
  ["state_set", "STATE_VALUE_TOO_LARGE", "32770 bytes", { key: "a", value: "x".repeat(32 * 1024) }],
  ["state_set", "INPUT_INVALID", "/ttl", { key: "a", value: 1, ttl: "{{ 'soon' }}" }],
  ["state_set", "INPUT_INVALID", "/ttl", { key: "a", value: 1, ttl: 0 }],
  ["state_increment", "STATE_WRONG_KIND", "a number", { key: "text" }],
  ["state_increment", "INPUT_INVALID", "exact", { key: "number", by: 2 ** 53 - 1 }],
  ["state_add_to_set", "STATE_WRONG_KIND", "a set", { key: "text", value: 1 }],
  ["state_add_to_set", "STATE_VALUE_TOO_LARGE", "514 bytes", { key: "a", value: "é".repeat(256) }],
  ["only_new", "STATE_WRONG_KIND", "a set", { key: "text", items: [] }],
  ["only_new", "INPUT_INVALID", "/items/1", { items: [{ id: 1 }, { name: "x" }], by: "id" }],
  ["only_new", "STATE_FULL", "keep", { items: [1, 2], keep: 1 }],
  ["only_new", "INPUT_INVALID", "/keep", { items: [], keep: 0 }],
])("%s: %s, %s", async (type, code, says, data) => {
  const memory = new LocalMemory();
  memory.set("text", "a text", { workflow: "local" });
  memory.set("number", 1, { workflow: "local" });
  const { failure } = await runGraph(asking(type, data) as never, { data: {} }, { memory });
  expect(failure).toMatchObject({ code, retryable: false, hint: expect.any(String) });
  expect(failure?.message).toContain(says);
  expect(memory.get("text", { workflow: "local" })).toBe("a text");
});

test("a called workflow has entries of its own, and shares those of the project", async () => {
  const inner = {
    nodes: [
      { id: "start", type: "start" },
      { id: "own", type: "state_increment", data: { key: "n" } },
      { id: "shared", type: "state_increment", data: { key: "n", scope: "project" } },
    ],
    edges: [
      { source: "start", target: "own" },
      { source: "own", target: "shared" },
    ],
  };
  const graph = {
    nodes: [...inner.nodes, { id: "call", type: "call_workflow", data: { workflow: "inner" } }],
    edges: [...inner.edges, { source: "shared", target: "call" }],
  };
  const memory = new LocalMemory();
  const { status } = await runGraph(
    graph as never,
    { data: {} },
    { memory, workflows: { inner: { graph: inner as never } } },
  );
  expect(status).toBe("completed");
  expect([memory.get("n"), memory.get("n", { workflow: "local" }), memory.get("n", { workflow: "inner" })]).toEqual([
    2, 1, 1,
  ]);
});

test.each([
  [{ key: "", value: 1 }, "INVALID_NODE_DATA /nodes/1/data/key"],
  [{ key: "k".repeat(257), value: 1 }, "INVALID_NODE_DATA /nodes/1/data/key"],
  [{ key: "k", value: 1, ttl: "1 fortnight" }, "DURATION_INVALID /nodes/1/data/ttl"],
])("what cannot work is found before anything runs: %j", async (data, problem) => {
  const running = runGraph(asking("state_set", data) as never, { data: {} });
  await expect(running).rejects.toBeInstanceOf(GraphInvalidError);
  const { problems } = (await running.catch((error: unknown) => error)) as GraphInvalidError;
  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([problem]);
});
