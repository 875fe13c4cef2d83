import { expect, test } from "vitest";
import { FIXTURE_TYPES } from "../validate/fixture-types.ts";
import type { Definition } from "../definition/definition.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { createBudget } from "../expression/budget.ts";
import { compileData } from "../interpret/step/render-data.ts";
import { definitionHash } from "../definition/freeze-hash.ts";
import { longestBackoffMs, retryPolicy } from "../definition/freeze-policies.ts";
import { freeze } from "./freeze.ts";
import type { Graph, NodeSettings } from "../definition/graph.ts";

const workflow = { id: "wf_1", name: "Leads", version: 3 };
const call = (settings?: NodeSettings, type = "http_call"): Graph => ({
  nodes: [{ id: "n", type, data: { url: "https://x" }, ...(settings === undefined ? {} : { settings }) }],
  edges: [],
});
const first = (graph: Graph) => freeze({ graph, types: FIXTURE_TYPES, workflow }).nodes[0];

test("texts with templates in fields that the node type marks as URLs are named; a version without the mark keeps values as they are", () => {
  const type: NodeTypeManifest = {
    ...FIXTURE_TYPES.get("http_call")!,
    input: {
      type: "object",
      properties: {
        url: { type: "string", format: "uri" },
        "or/none": { anyOf: [{ type: "string", format: "uri" }, { type: "null" }] },
        list: { type: "array", items: { type: "object", properties: { link: { type: "string", format: "uri" } } } },
        text: { type: "string" },
      },
    },
  };
  const url = "https://x.example/{{ payload.id }}";
  const data = { url, "or/none": url, list: [{ link: "https://x.example" }, { link: url }], text: url };
  const graph = { nodes: [{ id: "n", type: "http_call", data }], edges: [] };
  const definition = freeze({ graph, types: new Map([["http_call", type]]), workflow });
  expect(definition.nodes[0]!.urls).toEqual(["/url", "/or~1none", "/list/1/link"]);
  expect(first(graph)).not.toHaveProperty("urls");

  const rendered = (from: Definition) => {
    const node = from.nodes[0]!;
    const scope = { root: () => ({ id: "a/b" }), step: () => undefined, steps: () => ({}) };
    return compileData(node, from.interpreterVersion).compiled.render(scope, createBudget());
  };
  const encoded = "https://x.example/a%2Fb";
  const list = (link: string) => [{ link: "https://x.example" }, { link }];
  const plain = "https://x.example/a/b";
  expect(rendered(definition)).toEqual({ url: encoded, "or/none": encoded, list: list(encoded), text: plain });
  const { urls: _, ...older } = definition.nodes[0]!;
  expect(rendered({ ...definition, nodes: [older] })).toEqual({
    url: plain,
    "or/none": plain,
    list: list(plain),
    text: plain,
  });
});

test("a setting that the node does not have comes from the node type, else from the language's defaults", () => {
  expect(first(call())).toMatchObject({
    runs: "activity",
    join: "all",
    ports: ["out"],
    lane: "step",
    onError: "fail",
    retry: {
      maximumAttempts: 5,
      initialIntervalMs: 500,
      backoffCoefficient: 2,
      maximumIntervalMs: 60_000,
      nonRetryable: [],
    },
    timeout: { startToCloseMs: 20_000 },
  });
  expect(first(call(undefined, "send_notification"))).toMatchObject({
    retry: { maximumAttempts: 3, initialIntervalMs: 1_000, backoffCoefficient: 2, maximumIntervalMs: 60_000 },
    timeout: { startToCloseMs: 30_000 },
  });
});

test("the node's settings override the node type's, field by field, and durations become milliseconds", () => {
  const node = first(
    call({
      retry: { initialInterval: "PT2M", nonRetryable: ["X"] },
      timeout: { heartbeat: "5s", scheduleToClose: "1h" },
      join: { count: 2 },
    }),
  );
  expect(node?.retry).toEqual({
    maximumAttempts: 5,
    initialIntervalMs: 120_000,
    backoffCoefficient: 2,
    maximumIntervalMs: 120_000,
    nonRetryable: ["X"],
  });
  expect(node?.timeout).toEqual({ startToCloseMs: 20_000, scheduleToCloseMs: 3_600_000, heartbeatMs: 5_000 });
  expect(node?.join).toEqual({ count: 2 });
});

test.each<[string, Graph, string]>([
  ["says nothing", call(), "step"],
  ["is burst", call({ durability: "burst" }), "burst"],
  ["is in a burst graph", { ...call(), settings: { durability: "burst" } }, "burst"],
  ["is step in a burst graph", { ...call({ durability: "step" }), settings: { durability: "burst" } }, "step"],
  ["belongs to the machine", { ...call(undefined, "delay"), settings: { durability: "burst" } }, "step"],
  ["would wait over 10 s between attempts", call({ durability: "burst", retry: { maximumAttempts: 6 } }), "burst"],
  ["would wait 16 s", call({ durability: "burst", retry: { maximumAttempts: 7 } }), "step"],
  ["is retried without a limit", call({ durability: "burst", retry: { maximumAttempts: 0 } }), "step"],
  [
    "is retried without a limit, at most 10 s apart",
    call({ durability: "burst", retry: { maximumAttempts: 0, maximumInterval: "10s" } }),
    "burst",
  ],
])("the lane of a step that %s", (_, graph, lane) => {
  expect(first(graph)?.lane).toBe(lane);
});

test("the longest back-off", () => {
  expect(longestBackoffMs(retryPolicy({ maximumAttempts: 1, initialInterval: "1h" }))).toBe(0);
  expect(longestBackoffMs(retryPolicy({ maximumAttempts: 2, initialInterval: 700 }))).toBe(700);
  expect(longestBackoffMs(retryPolicy({ maximumAttempts: 0, backoffCoefficient: 1, initialInterval: 700 }))).toBe(700);
});

test("branches have a port for each case, and their next are edges", () => {
  const definition = freeze({
    graph: {
      nodes: [
        {
          id: "b",
          type: "branch",
          data: { cases: [{ label: "CEO", condition: true, next: "n" }, { condition: true }, { else: true }] },
        },
        { id: "n", type: "end", data: {} },
      ],
      edges: [{ id: "e", source: "b", target: "n", sourceHandle: "else" }],
    },
    types: FIXTURE_TYPES,
    workflow,
  });
  expect(definition.nodes[0]?.ports).toEqual(["CEO", "case1", "else", "out"]);
  expect(definition.edges).toEqual([
    { id: "e", source: "b", target: "n", port: "else" },
    { id: "b:CEO", source: "b", target: "n", port: "CEO" },
  ]);
});

test("an unknown node type is refused", () => {
  expect(() => first(call(undefined, "telegraph"))).toThrow(/telegraph/);
});

test("the hash depends on every value, but not on the order of keys", () => {
  const definition = freeze({ graph: call(), types: FIXTURE_TYPES, workflow });
  const reversed = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(reversed)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, item]) => [key, reversed(item)]),
          )
        : value;
  expect(definitionHash(definition)).toMatch(/^[0-9a-f]{64}$/);
  expect(definitionHash(reversed(definition) as Definition)).toBe(definitionHash(definition));
  expect(definitionHash(JSON.parse(JSON.stringify(definition)) as Definition)).toBe(definitionHash(definition));
  expect(definitionHash(freeze({ graph: call({ join: "any" }), types: FIXTURE_TYPES, workflow }))).not.toBe(
    definitionHash(definition),
  );
});

test("a compensation is on the step lane, also in a burst graph", () => {
  const [book, undo] = freeze({
    graph: {
      nodes: [
        { id: "book", type: "http_call", data: { url: "x" }, settings: { compensate: "undo", durability: "step" } },
        { id: "undo", type: "http_call", data: { url: "y" } },
      ],
      edges: [],
      settings: { durability: "burst" },
    },
    types: FIXTURE_TYPES,
    workflow,
  }).nodes;
  expect([book?.compensate, undo?.lane]).toEqual(["undo", "step"]);
});
