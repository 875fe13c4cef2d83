import type { CompiledBlock, Graph, GraphEdge, JsonObject } from "@tempograph/graph";
import type { Arrangement } from "../flow/arrangement.ts";

/** The arrangement that printed code needs to build exactly this graph: order, edge ids, further keys of edges. Null if it needs none. */
export function arrangementOf(graph: Graph, compiled: CompiledBlock): Arrangement | null {
  const nodes = graph.nodes.map(({ id }) => id);
  const sameNodes = compiled.nodes.every((node, index) => node.id === nodes[index]);
  const edges = matchEdges(graph.edges, compiled.edges);
  const sameEdges = edges.every(
    ([id, joins, extra], index) => id === joins && extra === undefined && compiled.edges[index]?.id === joins,
  );
  if (sameNodes && sameEdges) return null;
  return { ...(!sameNodes && { nodes }), ...(!sameEdges && { edges }) };
}

function matchEdges(edges: readonly GraphEdge[], made: readonly GraphEdge[]): NonNullable<Arrangement["edges"]> {
  const left = new Map<string, string[]>();
  for (const edge of made) left.set(joinsOf(edge), [...(left.get(joinsOf(edge)) ?? []), edge.id]);
  return edges.map((edge) => {
    const joins = left.get(joinsOf(edge))?.shift() ?? "";
    const { id, source: _source, target: _target, sourceHandle: _port, ...extra } = edge;
    return Object.keys(extra).length === 0 ? [id, joins] : [id, joins, extra as JsonObject];
  });
}

function joinsOf({ source, target, sourceHandle }: GraphEdge): string {
  return JSON.stringify([source, sourceHandle ?? "out", target]);
}
