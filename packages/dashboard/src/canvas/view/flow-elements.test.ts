import { coreNodeTypes, type Graph } from "@tempograph/graph";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryEdit, arbitraryGraph, carryOut } from "../edit/test-kit/random-edits.ts";
import { moveNodes } from "../edit/move.ts";
import { flowElements } from "./flow-elements.ts";

const nodeTypes = new Map(coreNodeTypes.map((type) => [type.type, type]));
const step = (id: string, type: string, more: object = {}) => ({
  id,
  type,
  data: {},
  position: { x: 0, y: 0 },
  ...more,
});

const graph: Graph = {
  nodes: [
    step("start", "start"),
    step("in", "transform", { parentId: "box", data: { output: "Hello {{ payload.name }}" } }),
    step("box", "parallel", { label: "Side by side", settings: { compensate: "undo" } }),
    step("pick", "branch", { data: { cases: [{ label: "yes", condition: true, next: "undo" }, { else: true }] } }),
    step("undo", "http_call"),
    step("gone", "transform", { parentId: "nowhere" }),
  ],
  edges: [
    { id: "a", source: "start", target: "box" },
    { id: "b", source: "box", target: "pick", sourceHandle: "error" },
    { id: "c", source: "pick", target: "undo", sourceHandle: "odd" },
    { id: "d", source: "pick", target: "missing" },
  ],
};

test("a graph is drawn with its containers as frames, its ports, its triggers and its compensations", () => {
  const { nodes, edges } = flowElements({ graph, nodeTypes, triggers: [{ eventType: "lead.created" }] });
  expect(nodes.map(({ id, type, parentId }) => [id, type, parentId])).toEqual([
    ["@triggers", "triggers", undefined],
    ["start", "step", undefined],
    ["box", "frame", undefined],
    ["in", "step", "box"],
    ["pick", "step", undefined],
    ["undo", "step", undefined],
    ["gone", "step", undefined],
  ]);
  const ports = (id: string) =>
    nodes.flatMap((node) =>
      node.id === id && node.type !== "triggers" ? node.data.ports.map(({ name }) => name) : [],
    );
  // The port that only an edge names is shown, so that the edge can be seen and mended.
  expect(ports("pick")).toEqual(["yes", "else", "odd"]);
  expect(ports("start")).toEqual(["out"]);
  expect(edges.map(({ id, source, target, sourceHandle }) => `${id}: ${source}.${sourceHandle} > ${target}`)).toEqual([
    "a: start.out > box",
    "b: box.error > pick",
    "c: pick.odd > undo",
    "pick:yes: pick.yes > undo",
    "@compensate:box: box.@compensate > undo",
    "@begin:start: @triggers.out > start",
  ]);
  expect(nodes[2]).toMatchObject({ ariaLabel: "Side by side, Parallel, id box" });
  expect(nodes[3]).toMatchObject({ data: { title: "Transform", summary: 'make "Hello {{ payload.name }}"' } });
});

test("every port has a handle, so that edges are drawn before anything was measured", () => {
  const { nodes, edges } = flowElements({ graph, nodeTypes });
  const handles = new Map(nodes.map(({ id, handles: list = [] }) => [id, new Set(list.map((handle) => handle.id))]));
  for (const { source, sourceHandle, target } of edges) {
    expect(handles.get(source)).toContain(sourceHandle);
    expect(handles.get(target)).toContain("in");
  }
});

test("after an edit only the elements that changed are new", () => {
  fc.assert(
    fc.property(arbitraryGraph, arbitraryEdit, (before, edit) => {
      const first = flowElements({ graph: before, nodeTypes });
      const again = flowElements({ graph: { ...before }, nodeTypes }, first);
      expect(again.nodes.every((node, index) => node === first.nodes[index])).toBe(true);
      expect(again.edges.every((edge, index) => edge === first.edges[index])).toBe(true);
      const after = carryOut(before, edit);
      const known = new Map(before.nodes.map((node) => [node.id, node]));
      const now = flowElements({ graph: after, nodeTypes }, first);
      const drawn = new Map(now.nodes.map((node) => [node.id, node]));
      expect(now).toEqual(flowElements({ graph: after, nodeTypes }));
      for (const node of after.nodes)
        if (known.get(node.id) !== node)
          expect(drawn.get(node.id)).not.toBe(first.nodes.find(({ id }) => id === node.id));
    }),
    { numRuns: 60 },
  );
});

test("a card that was moved is the only one to be drawn again, with the container that has to be larger for it", () => {
  const places = new Map([["in", { x: 500, y: 100 }]]);
  const first = flowElements({ graph, nodeTypes });
  const moved = flowElements({ graph: moveNodes(graph, places), nodeTypes }, first);
  expect(moved.nodes.filter((node, index) => node !== first.nodes[index]).map(({ id }) => id)).toEqual(["box", "in"]);
  expect(moved.edges).toBe(first.edges);
});
