import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_EDGES, MAX_NODES } from "./limits.ts";
import { parseGraph } from "./parse-graph.ts";

const node = (id: unknown, more: object = {}) => ({ id, type: "log", data: {}, ...more });

test("keeps all keys, also unknown ones", () => {
  const graph = {
    viewport: { x: 1 },
    nodes: [{ id: "a", type: "log", data: { text: "hi" }, position: { x: 0, y: 0 }, selected: true }],
    edges: [{ id: "e", source: "a", target: "a", sourceHandle: null, animated: true }],
  };
  expect(parseGraph(graph)).toEqual({ graph, problems: [] });
});

test("fills in missing edges, data and edge ids, and treats null as an absent field", () => {
  expect(parseGraph({ nodes: [{ id: "a", type: "log" }] }).graph).toEqual({
    nodes: [{ id: "a", type: "log", data: {} }],
    edges: [],
  });
  const { graph } = parseGraph({
    nodes: [
      { id: "a", type: "log", data: null, label: null, parentId: null, settings: null },
      { id: "b", type: "log", settings: { join: null, retry: { maximumAttempts: null } } },
    ],
    edges: [
      { source: "a", target: "a" },
      { id: "edge0", source: "a", target: "a" },
    ],
  });
  expect(graph?.nodes).toEqual([
    { id: "a", type: "log", data: {} },
    { id: "b", type: "log", data: {}, settings: { retry: {} } },
  ]);
  expect(graph?.edges.map((edge) => edge.id)).toEqual(["edge0-1", "edge0"]);
});

test.each<[string, unknown, string, string]>([
  ["no object", 7, "INVALID_GRAPH", ""],
  ["a text with the graph inside", '{"nodes":[]}', "INVALID_GRAPH", ""],
  ["no nodes", { edges: [] }, "INVALID_GRAPH", "/nodes"],
  ["nodes by id", { nodes: { a: {} } }, "INVALID_GRAPH", "/nodes"],
  ["edges null", { nodes: [], edges: null }, "INVALID_GRAPH", "/edges"],
  ["a node that is none", { nodes: [null] }, "INVALID_GRAPH", "/nodes/0"],
  ["an edge that is none", { nodes: [], edges: ["a-b"] }, "INVALID_GRAPH", "/edges/0"],
  ["no id", { nodes: [{ type: "log" }] }, "MISSING_FIELD", "/nodes/0/id"],
  ["a number as id", { nodes: [node(1)] }, "INVALID_FIELD", "/nodes/0/id"],
  ["an empty id", { nodes: [node("")] }, "INVALID_FIELD", "/nodes/0/id"],
  ["an id of 129 characters", { nodes: [node("x".repeat(129))] }, "INVALID_FIELD", "/nodes/0/id"],
  ["no type", { nodes: [{ id: "a" }] }, "MISSING_FIELD", "/nodes/0/type"],
  ["data as a list", { nodes: [node("a", { data: [] })] }, "INVALID_FIELD", "/nodes/0/data"],
  ["settings as a text", { nodes: [node("a", { settings: "fast" })] }, "INVALID_FIELD", "/nodes/0/settings"],
  ["graph settings as a text", { nodes: [], settings: "fast" }, "INVALID_FIELD", "/settings"],
  ["an edge without target", { nodes: [], edges: [{ source: "a" }] }, "MISSING_FIELD", "/edges/0/target"],
  [
    "a port that is a number",
    { nodes: [], edges: [{ source: "a", target: "b", sourceHandle: 1 }] },
    "INVALID_FIELD",
    "/edges/0/sourceHandle",
  ],
  [
    "too many nodes",
    { nodes: Array.from({ length: MAX_NODES + 1 }, (_, i) => node(`${i}`)) },
    "GRAPH_TOO_LARGE",
    "/nodes",
  ],
  [
    "too many edges",
    { nodes: [], edges: Array.from({ length: MAX_EDGES + 1 }, () => ({ source: "a", target: "b" })) },
    "GRAPH_TOO_LARGE",
    "/edges",
  ],
  [
    "too many cases",
    { nodes: [node("a", { data: { cases: Array.from({ length: 257 }, () => ({})) } })] },
    "GRAPH_TOO_LARGE",
    "/nodes/0/data/cases",
  ],
  [
    "a very long text",
    { nodes: [node("a", { data: { "a/b": "x".repeat(1024 * 1024 + 1) } })] },
    "STRING_TOO_LONG",
    "/nodes/0/data/a~1b",
  ],
  ["a NUL in a key", { nodes: [node("a", { data: { "x\u0000": 1 } })] }, "NUL_CHARACTER", "/nodes/0/data/x\u0000"],
  ["half an emoji", { nodes: [node("a\ud83d")] }, "LONE_SURROGATE", "/nodes/0/id"],
])("refuses %s", (_, input, code, path) => {
  const { graph, problems } = parseGraph(input);
  expect(graph).toBeNull();
  expect(problems[0]).toMatchObject({ code, path, severity: "error" });
  expect(problems[0]?.message).not.toBe("");
  expect(problems[0]?.hint).not.toBe("");
});

test("a graph at its limits is accepted", () => {
  const nodes = Array.from({ length: MAX_NODES }, (_, i) => node(`n${i}`));
  const edges = Array.from({ length: MAX_EDGES }, (_, i) => ({ id: `e${i}`, source: "n0", target: "n1" }));
  expect(parseGraph({ nodes, edges }).problems).toEqual([]);
});

test("a `__proto__` key stays a key", () => {
  const { graph } = parseGraph(
    JSON.parse('{"nodes":[{"id":"a","type":"log","data":{"__proto__":{"x":1}},"__proto__":{"label":"forged"}}]}'),
  );
  expect(graph?.nodes[0]?.label).toBeUndefined();
  expect(Object.hasOwn(graph?.nodes[0]?.data ?? {}, "__proto__")).toBe(true);
});

test("never throws, whatever JSON comes in", () => {
  const graphLike = fc.record(
    {
      nodes: fc.array(
        fc.oneof(
          fc.jsonValue(),
          fc.dictionary(
            fc.constantFrom("id", "type", "data", "label", "parentId", "settings", "__proto__"),
            fc.jsonValue(),
          ),
        ),
      ),
      edges: fc.array(
        fc.oneof(
          fc.jsonValue(),
          fc.dictionary(fc.constantFrom("id", "source", "target", "sourceHandle"), fc.jsonValue()),
        ),
      ),
      settings: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), graphLike, fc.anything()), (input) => {
      const { graph, problems } = parseGraph(input);
      expect(graph === null).toBe(problems.some((problem) => problem.severity === "error"));
    }),
    { numRuns: 500 },
  );
});
