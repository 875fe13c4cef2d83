import type { Graph } from "@tempograph/graph";
import { fitFrames, sizeOf } from "./frame-sizes.ts";
import { moveNodes } from "./move.ts";
import { minus, type Place } from "./place.ts";
import { TreeOfNodes } from "./tree-of-nodes.ts";

export type Alignment = "left" | "center" | "right" | "top" | "middle" | "bottom" | "across" | "down";

/** Lines up nodes at a side or in the middle, or with `across` and `down` spreads them at equal distances. */
export function align(graph: Graph, ids: Iterable<string>, alignment: Alignment): Graph {
  const tree = new TreeOfNodes(graph);
  const boxes = tree.outermost(ids).map((id) => ({ id, at: tree.absolutePlaceOf(id), size: sizeOf(tree, id) }));
  if (boxes.length < 2) return graph;
  const axis = ["left", "center", "right", "across"].includes(alignment) ? "x" : "y";
  const length = axis === "x" ? "width" : "height";
  const first = Math.min(...boxes.map(({ at }) => at[axis]));
  const last = Math.max(...boxes.map(({ at, size }) => at[axis] + size[length]));
  const places = new Map<string, Place>();
  const put = (id: string, at: Place, to: number) => places.set(id, relative(tree, id, { ...at, [axis]: to }));
  if (alignment === "across" || alignment === "down") {
    const inOrder = boxes.toSorted((a, b) => a.at[axis] - b.at[axis]);
    const free = last - first - inOrder.reduce((sum, { size }) => sum + size[length], 0);
    let to = first;
    for (const { id, at, size } of inOrder) {
      put(id, at, Math.round(to));
      to += size[length] + free / (inOrder.length - 1);
    }
  } else {
    for (const { id, at, size } of boxes) {
      const room = last - first - size[length];
      const share =
        alignment === "left" || alignment === "top" ? 0 : alignment === "right" || alignment === "bottom" ? 1 : 0.5;
      put(id, at, Math.round(first + room * share));
    }
  }
  return fitFrames(moveNodes(graph, places));
}

function relative(tree: TreeOfNodes, id: string, place: Place): Place {
  const parent = tree.parentOf(id);
  return parent === undefined ? place : minus(place, tree.absolutePlaceOf(parent));
}
