import type { Graph } from "@tempograph/graph";
import { fitFrames } from "./frame-sizes.ts";
import { boxesOf, freeBelow } from "./free-below.ts";
import { moveInto, moveNodes } from "./move.ts";
import { FRAME_PADDING, FRAME_TITLE, minus, type Place, placeOf, plus } from "./place.ts";
import { TreeOfNodes } from "./tree-of-nodes.ts";

const GAP = 24;

/**
 * Takes nodes into a container, or out of all with `undefined`, for a person who says where they belong instead of carrying them there. Inside they come
 * to stand where there is room, side by side as they were; outside, below the container that they leave. The container grows with them.
 */
export function putInto(graph: Graph, ids: Iterable<string>, parentId: string | undefined): Graph {
  const wanted = [...ids];
  const moved = moveInto(graph, wanted, parentId);
  if (moved === graph) return graph;
  const [before, after] = [new TreeOfNodes(graph), new TreeOfNodes(moved)];
  const nodes = before.outermost(wanted).filter((id) => after.parentOf(id) !== before.parentOf(id));
  const boxes = boxesOf(after, nodes);
  const corner = { x: Math.min(...boxes.map(({ at }) => at.x)), y: Math.min(...boxes.map(({ at }) => at.y)) };
  const size = {
    width: Math.max(...boxes.map((box) => box.at.x + box.size.width)) - corner.x,
    height: Math.max(...boxes.map((box) => box.at.y + box.size.height)) - corner.y,
  };
  const others = after.childrenOf(parentId).filter(({ id }) => !nodes.includes(id));
  const wished = parentId === undefined ? corner : { x: FRAME_PADDING, y: FRAME_TITLE };
  const free = freeBelow(
    wished,
    size,
    boxesOf(
      after,
      others.map(({ id }) => id),
    ),
    GAP,
  );
  const shift = minus(free, corner);
  const places = nodes.map((id): [string, Place] => [id, plus(placeOf(after.byId.get(id)!) ?? corner, shift)]);
  return fitFrames(moveNodes(moved, new Map(places)));
}
