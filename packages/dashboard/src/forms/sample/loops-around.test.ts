import type { Graph, GraphNode } from "@tempograph/graph";
import { expect, test } from "vitest";
import { loopsAround } from "./loops-around.ts";

const node = (id: string, type: string, parentId?: string, data: GraphNode["data"] = {}): GraphNode => ({
  ...{ id, type, data },
  ...(parentId !== undefined && { parentId }),
});

test("the loops around a node are found through all containers, also in a graph whose parents go round", () => {
  const nodes = [
    node("each", "for_each", undefined, { items: [1] }),
    node("both", "parallel", "each"),
    node("until", "while", "both"),
    node("leaf", "transform", "until"),
    node("x", "for_each", "y", { items: [2] }),
    node("y", "parallel", "x"),
  ];
  const at = (id: string) => loopsAround({ nodes, edges: [] } satisfies Graph, id).map(({ over }) => over);
  expect(at("leaf")).toEqual(["items", "rounds"]);
  expect(at("each")).toEqual(["items"]);
  expect(at("y")).toEqual(["items"]);
  expect(at("nobody")).toEqual([]);
});
