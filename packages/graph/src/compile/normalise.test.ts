import fc from "fast-check";
import { expect, test } from "vitest";
import type { Graph } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { normalise, normaliseWithOrigins } from "./normalise.ts";

const plain = (id: string, more: object = {}) => ({ id, type: "log", data: {}, ...more });
const branch = (id: string, cases: Json) => ({ id, type: "branch", data: { cases } });
const arrows = (graph: Graph) =>
  normalise(graph).edges.map((edge) => `${edge.source} -${edge.sourceHandle}-> ${edge.target}`);

//                    ┌─ CEO ──▶ gift        (next)
//   start ──▶ branch ┤
//                    └─ else ─▶ drip        (next)
test("cases[].next become edges, and every edge has its port", () => {
  const graph: Graph = {
    nodes: [
      plain("start"),
      branch("branch", [
        { label: "CEO", condition: true, next: "gift" },
        { else: true, next: "drip" },
      ]),
      plain("gift"),
      plain("drip"),
    ],
    edges: [{ id: "e1", source: "start", target: "branch", sourceHandle: null }],
  };
  expect(arrows(graph)).toEqual(["start -out-> branch", "branch -CEO-> gift", "branch -else-> drip"]);
  expect(normaliseWithOrigins(graph).edgePaths).toEqual([
    "/edges/0",
    "/nodes/1/data/cases/0/next",
    "/nodes/1/data/cases/1/next",
  ]);
});

//   branch ─ CEO ──▶ gift   (next; the edge CEO ──▶ drip gives way)
//          ─ case1 ▶ drip   (edge, stays)
//          ─ out ──▶ gift   (edge, stays: taken when no case holds)
//          ─ error ▶ drip   (edge, stays)
test("a case's next overrides the edges of its own port only", () => {
  const graph: Graph = {
    nodes: [
      branch("branch", [{ label: "CEO", condition: true, next: "gift" }, { condition: false }]),
      plain("gift"),
      plain("drip"),
    ],
    edges: [
      { id: "1", source: "branch", target: "drip", sourceHandle: "CEO" },
      { id: "2", source: "branch", target: "drip", sourceHandle: "case1" },
      { id: "3", source: "branch", target: "gift" },
      { id: "4", source: "branch", target: "drip", sourceHandle: "error" },
    ],
  };
  expect(arrows(graph)).toEqual([
    "branch -case1-> drip",
    "branch -out-> gift",
    "branch -error-> drip",
    "branch -CEO-> gift",
  ]);
});

//   branch ─ CEO ──▶ (no such node): the path ends
test("a next that names a missing node adds no edge and removes the port's edges", () => {
  const graph: Graph = {
    nodes: [branch("branch", [{ label: "CEO", condition: true, next: "nobody" }]), plain("a")],
    edges: [{ id: "1", source: "branch", target: "a", sourceHandle: "CEO" }],
  };
  expect(arrows(graph)).toEqual([]);
  expect(normaliseWithOrigins(graph).unknownNext).toEqual([
    { path: "/nodes/0/data/cases/0/next", node: "branch", next: "nobody", port: "CEO" },
  ]);
});

test("generated edge ids avoid ids that are already used", () => {
  const graph: Graph = {
    nodes: [branch("b", [{ label: "x", condition: true, next: "a" }]), plain("a")],
    edges: [{ id: "b:x", source: "a", target: "a" }],
  };
  expect(normalise(graph).edges.map((edge) => edge.id)).toEqual(["b:x", "b:x:1"]);
});

//   ┌ frame ────────────┐   ┌ each ─────────────┐
//   │  a     ┌ inner ─┐ │   │      ┌ frame2 ─┐  │
//   │        │  b     │ │   │      │    c    │  │
//   │        └────────┘ │   │      └─────────┘  │
//   └───────────────────┘   └───────────────────┘
test("visual groups are flattened, into the container around them where there is one", () => {
  const graph: Graph = {
    nodes: [
      { id: "frame", type: "group", data: {} },
      { id: "inner", type: "group", data: {}, parentId: "frame" },
      plain("a", { parentId: "frame" }),
      plain("b", { parentId: "inner" }),
      plain("each", { type: "for_each" }),
      { id: "frame2", type: "group", data: {}, parentId: "each" },
      plain("c", { parentId: "frame2" }),
      plain("d", { parentId: "nowhere" }),
    ],
    edges: [],
  };
  expect(normalise(graph).nodes.map((node) => [node.id, node.parentId])).toEqual([
    ["a", undefined],
    ["b", undefined],
    ["each", undefined],
    ["c", "each"],
    ["d", undefined],
  ]);
});

test("is idempotent, and leaves its input as it was", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "e");
  const port = fc.constantFrom("out", "x", "else", "case1", "error");
  const cases = fc.array(
    fc.record(
      {
        label: fc.constantFrom("x", "y", ""),
        else: fc.boolean(),
        next: fc.oneof(id, fc.constant("gone"), fc.constant(7)),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 4 },
  );
  const node = fc.record(
    { id, type: fc.constantFrom("log", "branch", "group", "for_each"), data: fc.record({ cases }), parentId: id },
    { requiredKeys: ["id", "type", "data"] },
  );
  const edge = fc.record(
    { id: fc.constantFrom("1", "2", "a:x"), source: id, target: id, sourceHandle: port },
    { requiredKeys: ["id", "source", "target"] },
  );
  fc.assert(
    fc.property(
      fc.record({ nodes: fc.array(node, { maxLength: 6 }), edges: fc.array(edge, { maxLength: 8 }) }),
      (input) => {
        const graph = input as unknown as Graph;
        const before = JSON.stringify(graph);
        const once = normalise(graph);
        expect(normalise(once)).toEqual(once);
        expect(JSON.stringify(graph)).toBe(before);
      },
    ),
    { numRuns: 1_000 },
  );
});

//   sw ─ DE ──▶ a      (next)
//      ─ 7 ───▶ b      (next)
//      ─ else ▶ b      (edge)
test("the ports of a switch are the values of its cases", () => {
  const graph: Graph = {
    nodes: [
      {
        id: "sw",
        type: "switch",
        data: { value: "x", cases: [{ value: "DE", next: "a" }, { value: 7, next: "b" }, { else: true }] },
      },
      plain("a"),
      plain("b"),
    ],
    edges: [{ id: "1", source: "sw", target: "b", sourceHandle: "else" }],
  };
  expect(arrows(graph)).toEqual(["sw -else-> b", "sw -DE-> a", "sw -7-> b"]);
});

test("the parent of a node is the nearest container; frames and other parents are skipped", () => {
  const parentsOf = (nodes: Graph["nodes"]) =>
    Object.fromEntries(normalise({ nodes, edges: [] }).nodes.map(({ id, parentId }) => [id, parentId]));
  const box = (id: string, type: string, parentId?: string) =>
    plain(id, { type, ...(parentId === undefined ? {} : { parentId }) });
  expect(
    parentsOf([
      box("lock", "lock"),
      box("frame", "group", "lock"),
      box("inner", "group", "frame"),
      box("a", "log", "inner"),
      box("b", "log", "a"),
      box("c", "log", "nobody"),
      box("self", "try", "self"),
      box("round", "group", "round"),
      box("d", "log", "round"),
      box("p", "race", "q"),
      box("q", "while", "p"),
    ]),
  ).toEqual({ lock: undefined, a: "lock", b: "lock", c: undefined, self: undefined, d: undefined, p: "q", q: "p" });
});

test("10,000 nested frames are flattened", () => {
  const nodes = Array.from({ length: 10_000 }, (_, i) =>
    plain(`g${i}`, { type: "group", parentId: i === 0 ? "each" : `g${i - 1}` }),
  );
  const all = [plain("each", { type: "for_each" }), plain("x", { parentId: "g9999" }), ...nodes];
  expect(normalise({ nodes: all, edges: [] }).nodes.map(({ id, parentId }) => [id, parentId])).toEqual([
    ["each", undefined],
    ["x", "each"],
  ]);
});
