import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryNestedRun } from "../conformance/arbitrary-nested.ts";
import { probeManifest } from "../conformance/index.ts";
import type { Graph, GraphNode } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { coreNodeTypes } from "../interpret/constructs/index.ts";
import { validateGraph } from "../validate/validate-graph.ts";
import { renameNodes } from "./rename-nodes.ts";

const types = new Map<string, NodeTypeManifest>([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));

const renamed = (node: Omit<GraphNode, "id">, ids: Record<string, string> = { call: "fetch", "x-1": "x" }): GraphNode =>
  renameNodes({ nodes: [{ id: "reader", ...node }], edges: [] }, new Map(Object.entries(ids))).nodes[0]!;

describe("templates read the node under its new id", () => {
  test.each([
    ["{{ steps.call.body }}", "{{ steps.fetch.body }}"],
    [
      "Hi {{steps.call.body.name}}, {{  steps.call.status }}!",
      "Hi {{steps.fetch.body.name}}, {{  steps.fetch.status }}!",
    ],
    ['{{ steps["call"].body }}', "{{ steps.fetch.body }}"],
    ['{{ steps["x-1"].body + 1 }}', "{{ steps.x.body + 1 }}"],
    ["{{ steps.?call.?body.orValue(1) }}", "{{ steps.?fetch.?body.orValue(1) }}"],
    ['{{ steps[?"x-1"].orValue(1) }}', "{{ steps.?x.orValue(1) }}"],
    [
      "{{ has(steps.call.error) ? steps.call.error.code : '' }}",
      "{{ has(steps.fetch.error) ? steps.fetch.error.code : '' }}",
    ],
    ["{{ payload.list.map(x, x + steps.call.n) }}", "{{ payload.list.map(x, x + steps.fetch.n) }}"],
    ["{{ payload.list.map(steps, steps.call) }}", "{{ payload.list.map(steps, steps.call) }}"],
    ["{{ payload.steps.call }}", "{{ payload.steps.call }}"],
    ["{{ 'steps.call' + steps.callback.x }}", "{{ 'steps.call' + steps.callback.x }}"],
    ["{{ steps.call + ", "{{ steps.call + "],
    ["steps.call", "steps.call"],
  ])("%s → %s", (before, after) => {
    expect(renamed({ type: "transform", data: { output: { text: [before] } } }).data).toEqual({
      output: { text: [after] },
    });
  });

  test("a new id that is no name in CEL is written in brackets", () => {
    const node = renamed(
      { type: "transform", data: { output: "{{ steps.call.n + steps.?call.n.orValue(0) }}" } },
      { call: "a b" },
    );
    expect(node.data).toEqual({ output: '{{ steps["a b"].n + steps[?"a b"].n.orValue(0) }}' });
  });
});

describe("conditions read the node under its new id", () => {
  test("in JSONLogic, but not where a path belongs to the element of a list", () => {
    const condition: Json = {
      and: [
        { ">": [{ var: "steps.call.n" }, 1] },
        { var: ["steps.call.n", { var: "steps.call.m" }] },
        { missing: ["steps.call", "steps"] },
        { some: [{ var: "steps.call.list" }, { var: "steps.call" }] },
        { "==": ["steps.call", { var: { cat: ["steps.", "call"] } }] },
      ],
    };
    const cases: Json = [
      { label: "a", condition, next: "call" },
      { condition: "{{ steps.call.n > 1 }}" },
      { else: true },
    ];
    expect(renamed({ type: "branch", data: { cases } }).data).toEqual({
      cases: [
        {
          label: "a",
          condition: {
            and: [
              { ">": [{ var: "steps.fetch.n" }, 1] },
              { var: ["steps.fetch.n", { var: "steps.fetch.m" }] },
              { missing: ["steps.fetch", "steps"] },
              { some: [{ var: "steps.fetch.list" }, { var: "steps.call" }] },
              { "==": ["steps.call", { var: { cat: ["steps.", "call"] } }] },
            ],
          },
          next: "fetch",
        },
        { condition: "{{ steps.fetch.n > 1 }}" },
        { else: true },
      ],
    });
  });

  test("of an event that is waited for, only its templates read steps", () => {
    const match = { "==": [{ var: "steps.call" }, "{{ steps.call.id }}"] };
    expect(renamed({ type: "wait_for_event", data: { eventType: "a", match } }).data).toEqual({
      eventType: "a",
      match: { "==": [{ var: "steps.call" }, "{{ steps.fetch.id }}"] },
    });
  });
});

test("edges, containers and compensations name the node by its new id, and two nodes can swap their ids", () => {
  const graph: Graph = {
    nodes: [
      { id: "a", type: "parallel", data: {} },
      { id: "b", type: "transform", parentId: "a", data: { output: 1 }, settings: { compensate: "b" } },
    ],
    edges: [{ id: "e", source: "a", target: "b" }],
  };
  const ids = new Map([
    ["a", "b"],
    ["b", "a"],
  ]);
  expect(renameNodes(graph, ids)).toEqual({
    nodes: [
      { id: "b", type: "parallel", data: {} },
      { id: "a", type: "transform", parentId: "b", data: { output: 1 }, settings: { compensate: "a" } },
    ],
    edges: [{ id: "e", source: "b", target: "a" }],
  });
  expect(renameNodes(renameNodes(graph, ids), ids)).toEqual(graph);
});

test("random graphs have the same problems under new ids, and are what they were after the ids are given back", () => {
  const mix = { maxNodes: 6, maxDepth: 2, maxMs: 60, orderMatters: true };
  fc.assert(
    fc.property(arbitraryNestedRun(mix), ({ graph }) => {
      const there = new Map(graph.nodes.map(({ id }) => [id, `${id}-new`]));
      const back = new Map([...there].map(([old, id]) => [id, old]));
      const after = renameNodes(graph, there);
      const problems = (one: Graph) => validateGraph({ graph: one, types }).map(({ code, path }) => `${code} ${path}`);
      expect(problems(after)).toEqual(problems(graph));
      expect(renameNodes(after, back)).toEqual(graph);
    }),
    { numRuns: 60 },
  );
});
