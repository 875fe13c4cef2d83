import type { Graph, GraphNode } from "@tempograph/graph";
import { BETWEEN_LAYERS, shownPorts, widthWithNames } from "../edit/card.ts";
import { drawnEdges } from "../edit/drawn-edges.ts";
import { sizeOf } from "../edit/frame-sizes.ts";
import { moveNodes, resizeNodes } from "../edit/move.ts";
import { FRAME_PADDING, FRAME_TITLE, type Place, placeOf, type Size } from "../edit/place.ts";
import { isFrame, TreeOfNodes } from "../edit/tree-of-nodes.ts";

const DOWN = 40;

/**
 * Gives a place to the nodes that have none, in columns by how many edges lead to them, below what has a place. That is less fine than what the layout
 * library does, but takes milliseconds for the largest graphs, for which the library takes a minute or overflows its stack.
 */
export function layOutSimply(graph: Graph): Graph {
  const tree = new TreeOfNodes(graph);
  const depths = depthsOf(graph);
  const places = new Map<string, Place>();
  const sizes = new Map<string, Size>();
  const sizeNow = (id: string): Size => sizes.get(id) ?? sizeOf(tree, id);
  const sizeWithNames = (id: string): Size => {
    const size = sizeNow(id);
    return { ...size, width: widthWithNames(size, shownPorts(tree.byId.get(id)!, undefined)) };
  };
  const placeNow = (node: GraphNode): Place | undefined => placeOf(node) ?? places.get(node.id);
  const endsOf = (members: readonly GraphNode[]): Place => {
    let [x, y] = [0, 0];
    for (const member of members) {
      const [at, size] = [placeNow(member), sizeNow(member.id)];
      if (at === undefined) continue;
      x = Math.max(x, at.x + size.width);
      y = Math.max(y, at.y + size.height);
    }
    return { x, y };
  };
  const frames = tree.parentsFirst().filter(({ type }) => isFrame(type));
  // The innermost first, because a container's size has to be known before it gets a place.
  for (const frame of [...frames.toReversed(), undefined]) {
    const members = tree.childrenOf(frame?.id);
    const missing = members.filter((member) => placeOf(member) === undefined);
    const corner = frame === undefined ? { x: 0, y: 0 } : { x: FRAME_PADDING, y: FRAME_TITLE };
    const begin = missing.length === members.length ? corner : { x: corner.x, y: endsOf(members).y + DOWN };
    const columns = columnsOf(missing, depths);
    for (const [id, place] of inBands(columns, begin, sizeWithNames)) places.set(id, place);
    if (frame === undefined || members.length === 0) continue;
    const [ends, size] = [endsOf(members), sizeNow(frame.id)];
    const least = { width: ends.x + FRAME_PADDING, height: ends.y + FRAME_PADDING };
    const isNew = missing.length === members.length && placeOf(frame) === undefined;
    sizes.set(
      frame.id,
      isNew ? least : { width: Math.max(size.width, least.width), height: Math.max(size.height, least.height) },
    );
  }
  return resizeNodes(moveNodes(graph, places), sizes);
}

/** How many edges the longest path to each node has. Nodes in a circle count as first ones. */
function depthsOf(graph: Graph): ReadonlyMap<string, number> {
  const next = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const { source, target } of drawnEdges(graph)) {
    const list = next.get(source);
    if (list === undefined) next.set(source, [target]);
    else list.push(target);
    open.set(target, (open.get(target) ?? 0) + 1);
  }
  const depths = new Map<string, number>();
  const waiting = graph.nodes.flatMap(({ id }) => (open.has(id) ? [] : [id]));
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const target of next.get(id) ?? []) {
      depths.set(target, Math.max(depths.get(target) ?? 0, (depths.get(id) ?? 0) + 1));
      const left = open.get(target)! - 1;
      open.set(target, left);
      if (left === 0) waiting.push(target);
    }
  }
  return depths;
}

/** The nodes of each depth below each other, those of a long list in several columns. */
function columnsOf(nodes: readonly GraphNode[], depths: ReadonlyMap<string, number>): readonly (readonly string[])[] {
  const byDepth = Map.groupBy(nodes, ({ id }) => depths.get(id) ?? 0);
  const most = atMost(nodes.length);
  return [...byDepth]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([, list]) =>
      Array.from({ length: Math.ceil(list.length / most) }, (_, index) =>
        list.slice(index * most, (index + 1) * most).map(({ id }) => id),
      ),
    );
}

/** So many columns side by side, and so many nodes below each other, make a picture that is about as wide as it is high. */
function atMost(count: number): number {
  return Math.max(8, Math.ceil(Math.sqrt(count)));
}

/** Columns from left to right, in bands below each other like the lines of a text. */
function inBands(
  columns: readonly (readonly string[])[],
  begin: Place,
  sizeOfNode: (id: string) => Size,
): readonly (readonly [string, Place])[] {
  const found: (readonly [string, Place])[] = [];
  const most = atMost(columns.reduce((sum, column) => sum + column.length, 0));
  let { x, y } = begin;
  let bottom = y;
  for (const [index, column] of columns.entries()) {
    if (index > 0 && index % most === 0) [x, y] = [begin.x, bottom + DOWN];
    let [width, down] = [0, y];
    for (const id of column) {
      const size = sizeOfNode(id);
      found.push([id, { x, y: down }]);
      width = Math.max(width, size.width);
      down += size.height + DOWN;
    }
    x += width + BETWEEN_LAYERS;
    bottom = Math.max(bottom, down);
  }
  return found;
}
