import type { Graph } from "@tempograph/graph";
import type { ElkNode } from "elkjs/lib/elk-api.js";
import { drawnEdges } from "../edit/drawn-edges.ts";
import { fitFrames, sizeOf } from "../edit/frame-sizes.ts";
import { freeBelow } from "../edit/free-below.ts";
import { mapNodes, moveNodes, resizeNodes } from "../edit/move.ts";
import {
  FRAME_PADDING,
  FRAME_TITLE,
  minus,
  type Place,
  placeOf,
  plus,
  type Size,
  withoutPlace,
} from "../edit/place.ts";
import { isFrame, TreeOfNodes } from "../edit/tree-of-nodes.ts";
import { type Box, boxesOf, elkGraphOf } from "./elk-graph.ts";
import { layOutSimply } from "./lay-out-simply.ts";

/** Runs the layout library: in the page in a worker, in tests directly. */
export type RunElk = (graph: ElkNode) => Promise<ElkNode>;

/** The least distance of a node that gets a place from those that have one. */
const GAP = 24;

export function isLaidOut(graph: Graph): boolean {
  return graph.nodes.every((node) => placeOf(node) !== undefined);
}

/** The library takes seconds for as many nodes, and the search for free places even longer. */
const MOST_FOR_ELK = 3_000;

/** Gives every node a new place. */
export async function layOutAll(graph: Graph, run: RunElk): Promise<Graph> {
  const tree = new TreeOfNodes(graph);
  const boxes = await boxesByElk(graph, tree, run);
  return boxes === undefined ? layOutSimply(mapNodes(graph, withoutPlace)) : withBoxes(graph, tree, boxes);
}

/** Undefined where the graph is too much for the library, whose stack overflows on paths of thousands of nodes. */
async function boxesByElk(graph: Graph, tree: TreeOfNodes, run: RunElk): Promise<ReadonlyMap<string, Box> | undefined> {
  if (graph.nodes.length > MOST_FOR_ELK) return undefined;
  try {
    return boxesOf(await run(elkGraphOf(graph, tree)));
  } catch {
    return undefined;
  }
}

/** Gives a place to the nodes that have none, near those to which they are connected. What a person placed stays where it is. */
export async function layOutMissing(graph: Graph, run: RunElk): Promise<Graph> {
  if (isLaidOut(graph)) return graph;
  const before = new TreeOfNodes(graph);
  const boxes = await boxesByElk(graph, before, run);
  if (boxes === undefined) return layOutSimply(graph);
  if (graph.nodes.every((node) => placeOf(node) === undefined)) return withBoxes(graph, before, boxes);
  const neighbours = neighboursOf(graph);
  const frames = [...before.parentsFirst()].filter(({ type }) => isFrame(type)).map(({ id }) => id);
  let result = graph;
  // The innermost first, because a container's size has to be known before it gets a place among its neighbours.
  for (const frame of [undefined, ...frames].reverse()) {
    result = placeMembers(result, frame, boxes, neighbours);
    if (frame !== undefined) result = fitFrames(result);
  }
  return result;
}

function withBoxes(graph: Graph, tree: TreeOfNodes, boxes: ReadonlyMap<string, Box>): Graph {
  const sizes = new Map<string, Size>();
  for (const [id, { size }] of boxes) if (isFrame(tree.byId.get(id)?.type ?? "")) sizes.set(id, size);
  const places = new Map([...boxes].map(([id, { place }]) => [id, place]));
  return resizeNodes(moveNodes(graph, places), sizes);
}

function placeMembers(
  graph: Graph,
  frame: string | undefined,
  boxes: ReadonlyMap<string, Box>,
  neighbours: ReadonlyMap<string, readonly string[]>,
): Graph {
  const tree = new TreeOfNodes(graph);
  const members = tree.childrenOf(frame);
  const taken = new Map<string, Place>();
  for (const node of members) {
    const place = placeOf(node);
    if (place !== undefined) taken.set(node.id, place);
  }
  const missing = members.filter(({ id }) => !taken.has(id)).map(({ id }) => id);
  if (missing.length === 0) return graph;
  const wish = (id: string): Place => boxes.get(id)?.place ?? { x: 0, y: 0 };
  const placed = new Map<string, Place>();
  const boxesTaken = () => [...taken].map(([id, at]) => ({ at, size: sizeOf(tree, id) }));
  for (const id of missing.toSorted((a, b) => wish(a).x - wish(b).x || wish(a).y - wish(b).y)) {
    const anchor = (neighbours.get(id) ?? []).find((other) => taken.has(other)) ?? [...taken.keys()][0];
    const wished = anchor === undefined ? wish(id) : plus(taken.get(anchor)!, minus(wish(id), wish(anchor)));
    // Left of or above its members a container would have to move, and with it what a person placed.
    const inside = { x: Math.max(wished.x, FRAME_PADDING), y: Math.max(wished.y, FRAME_TITLE) };
    const place = freeBelow(frame === undefined ? wished : inside, sizeOf(tree, id), boxesTaken(), GAP);
    taken.set(id, place);
    placed.set(id, place);
  }
  return moveNodes(graph, placed);
}

/** Those before a node come first in its list: it is placed behind them. */
function neighboursOf(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const edges = drawnEdges(graph);
  const add = (id: string, other: string) => found.set(id, [...(found.get(id) ?? []), other]);
  for (const { source, target } of edges) add(target, source);
  for (const { source, target } of edges) add(source, target);
  return found;
}
