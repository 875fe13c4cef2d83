import type { Graph, GraphNode } from "@tempograph/graph";
import { minus, type Place, withPlace, withSize, type Size } from "./place.ts";
import { drawnEdges, withDrawnEdges } from "./drawn-edges.ts";
import { TreeOfNodes } from "./tree-of-nodes.ts";

/** Puts nodes elsewhere, each relative to the node around it. */
export function moveNodes(graph: Graph, places: ReadonlyMap<string, Place>): Graph {
  return mapNodes(graph, (node) => {
    const place = places.get(node.id);
    return place === undefined ? node : withPlace(node, place);
  });
}

export function resizeNodes(graph: Graph, sizes: ReadonlyMap<string, Size>): Graph {
  return mapNodes(graph, (node) => {
    const size = sizes.get(node.id);
    return size === undefined ? node : withSize(node, size);
  });
}

/** The same graph where no node changes. */
export function mapNodes(graph: Graph, change: (node: GraphNode) => GraphNode): Graph {
  const nodes = graph.nodes.map(change);
  return nodes.every((node, index) => node === graph.nodes[index]) ? graph : { ...graph, nodes };
}

/**
 * Takes nodes into a container, or out of all with `undefined`. They stay where they are on the canvas. Edges that would then lead from
 * one scope to another are removed, since such a graph could not run; edges among the nodes that move stay.
 */
export function moveInto(graph: Graph, ids: Iterable<string>, parentId: string | undefined): Graph {
  const tree = new TreeOfNodes(graph);
  const moving = new Set(
    tree
      .outermost(ids)
      .filter((id) => id !== parentId && tree.parentOf(id) !== parentId)
      .filter((id) => parentId === undefined || !tree.around(parentId).includes(id))
      // An execution begins at a start, which therefore stays on the top level.
      .filter((id) => parentId === undefined || !tree.holdsStart([id])),
  );
  if (moving.size === 0 || (parentId !== undefined && !tree.byId.has(parentId))) return graph;
  const origin = parentId === undefined ? { x: 0, y: 0 } : tree.absolutePlaceOf(parentId);
  const moved = mapNodes(graph, (node) => {
    if (!moving.has(node.id)) return node;
    const { parentId: _, ...rest } = node;
    const inside = parentId === undefined ? rest : { ...rest, parentId };
    return withPlace(inside, minus(tree.absolutePlaceOf(node.id), origin));
  });
  return withoutCrossingEdges(moved, tree.withInside(moving));
}

/** Removes edges of these nodes that lead from one scope to another. */
export function withoutCrossingEdges(graph: Graph, ids: ReadonlySet<string>): Graph {
  const tree = new TreeOfNodes(graph);
  const crossing = drawnEdges(graph).filter(
    ({ source, target }) => (ids.has(source) || ids.has(target)) && tree.scopeOf(source) !== tree.scopeOf(target),
  );
  if (crossing.length === 0) return graph;
  const gone = new Set(crossing.map(({ id }) => id));
  const drawn = withDrawnEdges(graph, new Set(crossing.map(({ source }) => source)));
  return { ...drawn, edges: drawn.edges.filter(({ id }) => !gone.has(id)) };
}
