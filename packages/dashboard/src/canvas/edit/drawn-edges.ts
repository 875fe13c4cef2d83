import {
  casePort,
  isObject,
  normalise,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type Json,
} from "@tempograph/graph";

/** The port at which an edge begins. */
export function portOf({ sourceHandle }: GraphEdge): string {
  return sourceHandle ?? "out";
}

/**
 * All edges of the graph, those among them that cases of a branch write as `next`. The canvas draws these like any other; before one of
 * them is changed, `withDrawnEdges` writes the `next`s of its node as edges, which means the same.
 */
export function drawnEdges(graph: Graph): readonly GraphEdge[] {
  return hasNext(graph) ? normalise(graph).edges : graph.edges;
}

function hasNext(graph: Graph): boolean {
  return graph.nodes.some(
    ({ data }) =>
      Array.isArray(data["cases"]) && data["cases"].some((item: Json) => isObject(item) && item["next"] != null),
  );
}

/** The graph in which the cases of these nodes have edges in place of `next`. */
export function withDrawnEdges(graph: Graph, sources: ReadonlySet<string>): Graph {
  if (!hasNext(graph)) return graph;
  const drawn = normalise(graph).edges;
  const stored = new Set(graph.edges.map(({ id }) => id));
  const kept = new Set(drawn.map(({ id }) => id));
  return {
    ...graph,
    nodes: graph.nodes.map((node) => (sources.has(node.id) ? withoutNext(node, () => true) : node)),
    edges: [
      ...graph.edges.filter(({ id, source }) => !sources.has(source) || kept.has(id)),
      ...drawn.filter(({ id, source }) => sources.has(source) && !stored.has(id)),
    ],
  };
}

/** The node without the `next` of those cases for which `isGone` holds. */
export function withoutNext(node: GraphNode, isGone: (next: Json, port: string) => boolean): GraphNode {
  const { cases } = node.data;
  if (!Array.isArray(cases)) return node;
  let changed = false;
  const rest = cases.map((item: Json, index) => {
    if (!isObject(item) || item["next"] == null || !isGone(item["next"], casePort(item, index))) return item;
    changed = true;
    const { next: _, ...others } = item;
    return others;
  });
  return changed ? { ...node, data: { ...node.data, cases: rest } } : node;
}
