import type { Graph } from "@tempograph/graph";
import { fitFrames, leastSizeOf } from "./frame-sizes.ts";
import { resizeNodes } from "./move.ts";
import type { Size } from "./place.ts";
import { isFrame, TreeOfNodes } from "./tree-of-nodes.ts";

/** Gives a container another size, but not so small that its members would not be inside any more. Containers around it grow with it. */
export function resizeFrame(graph: Graph, id: string, { width, height }: Size): Graph {
  const tree = new TreeOfNodes(graph);
  if (!isFrame(tree.byId.get(id)?.type ?? "")) return graph;
  const least = leastSizeOf(tree, id);
  const size = { width: Math.max(width, least.width), height: Math.max(height, least.height) };
  return fitFrames(resizeNodes(graph, new Map([[id, size]])));
}
