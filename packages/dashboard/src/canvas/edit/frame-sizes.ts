import type { Graph } from "@tempograph/graph";
import { cardSizeOf } from "./card.ts";
import {
  CARD,
  EMPTY_FRAME,
  FRAME_PADDING,
  FRAME_TITLE,
  type Place,
  placeOf,
  plus,
  type Size,
  storedSizeOf,
} from "./place.ts";
import { moveNodes, resizeNodes } from "./move.ts";
import { isFrame, TreeOfNodes } from "./tree-of-nodes.ts";

/** The size of every node: that of a card, or for a container its stored size. */
export function sizeOf(tree: TreeOfNodes, id: string): Size {
  const node = tree.byId.get(id);
  if (node === undefined) return CARD;
  return isFrame(node.type) ? (storedSizeOf(node) ?? EMPTY_FRAME) : cardSizeOf(node);
}

/** The least size of a container, in which its title, its ports and all of its members have room. */
export function leastSizeOf(tree: TreeOfNodes, id: string): Size {
  const node = tree.byId.get(id);
  const card = node === undefined ? CARD : cardSizeOf(node);
  const ends = tree.childrenOf(id).map((member) => endOf(tree, member.id));
  return {
    width: Math.max(card.width, ...ends.map(({ x }) => x + FRAME_PADDING)),
    height: Math.max(card.height, FRAME_TITLE + FRAME_PADDING, ...ends.map(({ y }) => y + FRAME_PADDING)),
  };
}

/** Where the lower right corner of a member is inside its container. */
function endOf(tree: TreeOfNodes, id: string): Place {
  const { width, height } = sizeOf(tree, id);
  return plus(placeOf(tree.byId.get(id)!) ?? { x: FRAME_PADDING, y: FRAME_TITLE }, { x: width, y: height });
}

/**
 * Makes containers so large that all of their members are inside. A container grows, also to the left and upwards, and never shrinks
 * by itself. Its members stay where they are on the canvas.
 */
export function fitFrames(graph: Graph): Graph {
  let tree = new TreeOfNodes(graph);
  let fitted = graph;
  for (const { id } of tree.parentsFirst().toReversed()) {
    if (!isFrame(tree.byId.get(id)!.type)) continue;
    const next = fitFrame(fitted, tree, id);
    // Most containers are large enough, and the tree of a graph with thousands of nodes is not made in no time.
    if (next !== fitted) tree = new TreeOfNodes(next);
    fitted = next;
  }
  return fitted;
}

function fitFrame(graph: Graph, tree: TreeOfNodes, id: string): Graph {
  const members = tree.childrenOf(id);
  const size = sizeOf(tree, id);
  if (members.length === 0) return resizeNodes(graph, new Map([[id, size]]));
  const places = members.map((member) => placeOf(member) ?? { x: FRAME_PADDING, y: FRAME_TITLE });
  const ends = members.map((member) => endOf(tree, member.id));
  const shift = {
    x: Math.max(0, FRAME_PADDING - Math.min(...places.map(({ x }) => x))),
    y: Math.max(0, FRAME_TITLE - Math.min(...places.map(({ y }) => y))),
  };
  const frame = tree.byId.get(id)!;
  const place = placeOf(frame) ?? { x: 0, y: 0 };
  const fitted = {
    width: Math.max(size.width + shift.x, Math.max(...ends.map(({ x }) => x)) + shift.x + FRAME_PADDING),
    height: Math.max(size.height + shift.y, Math.max(...ends.map(({ y }) => y)) + shift.y + FRAME_PADDING),
  };
  const stored = storedSizeOf(frame);
  const isFitted = stored?.width === fitted.width && stored.height === fitted.height;
  // Going through all nodes for each container would take long in a graph of thousands.
  const resized = isFitted ? graph : resizeNodes(graph, new Map([[id, fitted]]));
  if (shift.x === 0 && shift.y === 0) return resized;
  const moved = new Map(members.map((member, index) => [member.id, plus(places[index]!, shift)]));
  return moveNodes(resized, moved.set(id, { x: place.x - shift.x, y: place.y - shift.y }));
}
