import type { Graph } from "@tempograph/graph";
import fc from "fast-check";
import { expect, test } from "vitest";
import { drawnEdges, portOf } from "../../canvas/edit/drawn-edges.ts";
import { placeOf } from "../../canvas/edit/place.ts";
import { arbitraryEdit, arbitraryGraph, carryOut } from "../../canvas/edit/test-kit/random-edits.ts";
import { overlayOf } from "./overlay.ts";

const step = (id: string, x: number, more: object = {}) => ({
  ...{ id, type: "transform", data: {}, position: { x, y: 0 } },
  ...more,
});

test("what was added, removed, changed and only moved is told apart, and a removed node covers no other one", () => {
  const before: Graph = {
    nodes: [step("a", 0), step("b", 300), step("c", 600), step("d", 900)],
    edges: [
      { id: "1", source: "a", target: "b" },
      { id: "2", source: "b", target: "c" },
    ],
  };
  const after: Graph = {
    nodes: [step("a", 0, { label: "First" }), step("new", 300), step("c", 700), step("d", 900)],
    edges: [{ id: "1", source: "a", target: "new" }],
  };
  const { graph, decorations, edgeTones, counts } = overlayOf(before, after);
  expect([...decorations].map(([id, { text }]) => `${id} ${text}`).sort()).toEqual([
    "a changed",
    "b removed",
    "c moved",
    "new added",
  ]);
  expect(graph.edges.map(({ id, source, target }) => `${source} > ${target} ${edgeTones.get(id)}`)).toEqual([
    "a > new added",
    "a > b removed",
    "b > c removed",
  ]);
  expect(counts).toEqual({ added: 1, removed: 1, changed: 1, moved: 1, edgesAdded: 1, edgesRemoved: 2 });
  // The new node stands where the removed one stood, which is therefore laid out anew.
  expect(placeOf(graph.nodes.find(({ id }) => id === "b")!)).toBeUndefined();
});

test("nodes that get their first place are not moved, and one that has a place is", () => {
  const bare = (id: string) => ({ id, type: "parallel", data: {} });
  const before: Graph = { nodes: [bare("a"), bare("b"), step("c", 0)], edges: [] };
  const placed = (id: string, size: object = {}) => ({ ...bare(id), position: { x: 9, y: 0 }, ...size });
  const after: Graph = { nodes: [placed("a", { width: 320, height: 160 }), placed("b"), step("c", 8)], edges: [] };
  const { counts, decorations } = overlayOf(before, after);
  expect(counts).toMatchObject({ added: 0, removed: 0, changed: 0, moved: 1 });
  expect([...decorations.keys()]).toEqual(["c"]);
});

test("the drawing has everything of both graphs once, and without the removed parts it is the newer one", () => {
  fc.assert(
    fc.property(arbitraryGraph, fc.array(arbitraryEdit, { maxLength: 6 }), (before, edits) => {
      const after = edits.reduce(carryOut, before);
      const { graph, decorations, edgeTones } = overlayOf(before, after);
      const ids = (one: Graph) => one.nodes.map(({ id }) => id);
      expect(new Set(ids(graph)).size).toBe(graph.nodes.length);
      expect(new Set(ids(graph))).toEqual(new Set([...ids(before), ...ids(after)]));
      const arrows = (one: Graph, isShown: (id: string) => boolean) =>
        drawnEdges(one)
          .filter(({ id }) => isShown(id))
          .map((edge) => [edge.source, portOf(edge), edge.target].join(" "))
          .sort();
      const kept = ids(graph).filter((id) => decorations.get(id)?.tone !== "removed");
      expect(new Set(kept)).toEqual(new Set(ids(after)));
      const isRemoved = (id: string) => edgeTones.get(id) === "removed";
      expect(arrows(graph, (id) => !isRemoved(id))).toEqual(arrows(after, () => true));
      const old = new Set(arrows(before, () => true));
      for (const arrow of arrows(graph, isRemoved)) expect(old).toContain(arrow);
      expect(new Set(graph.edges.map(({ id }) => id)).size).toBe(graph.edges.length);
      if (edits.length === 0) expect(decorations.size + edgeTones.size).toBe(0);
    }),
    { numRuns: 80 },
  );
});
