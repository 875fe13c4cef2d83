import type { Graph, GraphNode } from "@tempograph/graph";
import { expect, test } from "vitest";
import { sizeOf } from "./frame-sizes.ts";
import { CARD, FRAME_PADDING, placeOf } from "./place.ts";
import { putInto } from "./put-into.ts";
import { resizeFrame } from "./resize-frame.ts";
import { TreeOfNodes } from "./tree-of-nodes.ts";

const node = (id: string, x: number, y: number, more: object = {}): GraphNode =>
  ({ id, type: "transform", data: {}, position: { x, y }, ...more }) as GraphNode;

const graph: Graph = {
  nodes: [
    node("start", -400, 0, { type: "start" }),
    node("outer", 0, 0, { type: "parallel", width: 500, height: 400 }),
    node("inner", 24, 44, { type: "parallel", parentId: "outer", width: 300, height: 200 }),
    node("deep", 24, 44, { parentId: "inner" }),
    node("a", 1000, 0),
    node("b", 1000, 100),
  ],
  edges: [
    { id: "1", source: "start", target: "outer" },
    { id: "2", source: "a", target: "b" },
  ],
};
const placeIn = (one: Graph, id: string) => placeOf(new TreeOfNodes(one).byId.get(id)!);
const sizeIn = (one: Graph, id: string) => sizeOf(new TreeOfNodes(one), id);

test("a container is as large as a person makes it, but never smaller than its members need; the one around it grows", () => {
  const larger = resizeFrame(graph, "inner", { width: 600, height: 220 });
  expect(sizeIn(larger, "inner")).toEqual({ width: 600, height: 220 });
  expect(sizeIn(larger, "outer")).toEqual({ width: 24 + 600 + FRAME_PADDING, height: 400 });
  const least = resizeFrame(graph, "inner", { width: 1, height: 1 });
  expect(sizeIn(least, "inner")).toEqual({
    width: 24 + CARD.width + FRAME_PADDING,
    height: 44 + CARD.height + FRAME_PADDING,
  });
  expect(placeIn(least, "deep")).toEqual({ x: 24, y: 44 });
  expect(resizeFrame(graph, "a", { width: 900, height: 900 })).toBe(graph);
});

test("nodes are put where a container has room, side by side as they were, with the edges among them", () => {
  const inside = putInto(graph, ["a", "b"], "inner");
  const tree = new TreeOfNodes(inside);
  expect([tree.parentOf("a"), tree.parentOf("b")]).toEqual(["inner", "inner"]);
  const [a, b] = [placeIn(inside, "a")!, placeIn(inside, "b")!];
  expect(a.y).toBeGreaterThanOrEqual(44 + CARD.height);
  expect([b.x - a.x, b.y - a.y]).toEqual([0, 100]);
  expect(inside.edges.map(({ id }) => id)).toEqual(["1", "2"]);
  expect(sizeIn(inside, "inner").height).toBeGreaterThan(200);
});

test("what is taken out of a container covers no other node, and a start is put nowhere", () => {
  const outside = putInto(graph, ["deep"], undefined);
  expect(new TreeOfNodes(outside).parentOf("deep")).toBeUndefined();
  expect(placeIn(outside, "deep")!.y).toBeGreaterThanOrEqual(400);
  expect(putInto(graph, ["start"], "outer")).toBe(graph);
  expect(putInto(graph, ["outer"], "inner")).toBe(graph);
});
