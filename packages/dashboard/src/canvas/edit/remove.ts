import type { Graph, GraphEdge, GraphNode } from "@tempograph/graph";
import { connect } from "./connect.ts";
import { drawnEdges, portOf, withDrawnEdges, withoutNext } from "./drawn-edges.ts";
import { TreeOfNodes } from "./tree-of-nodes.ts";

export interface Selection {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/**
 * Removes nodes with everything inside them, and edges. What led to a removed node is removed, too: edges, the `next` of cases, and
 * `compensate`, which names a node that could no longer be found.
 */
export function remove(graph: Graph, { nodes, edges }: Selection): Graph {
  const gone = new TreeOfNodes(graph).withInside(nodes);
  const sources = new Set(drawnEdges(graph).flatMap(({ id, source }) => (edges.has(id) ? [source] : [])));
  const drawn = withDrawnEdges(graph, sources);
  return {
    ...drawn,
    nodes: drawn.nodes.flatMap((node) => (gone.has(node.id) ? [] : [withoutLinksTo(node, gone)])),
    edges: drawn.edges.filter(({ id, source, target }) => !edges.has(id) && !gone.has(source) && !gone.has(target)),
  };
}

function withoutLinksTo(node: GraphNode, gone: ReadonlySet<string>): GraphNode {
  const rest = withoutNext(node, (next) => typeof next === "string" && gone.has(next));
  if (!gone.has(rest.settings?.compensate ?? "")) return rest;
  const { compensate: _, ...settings } = rest.settings ?? {};
  return { ...rest, settings };
}

/** Removes one node and connects those before it with those behind it, so that the path goes on without it. */
export function removeAndClose(graph: Graph, id: string): Graph {
  const edges = drawnEdges(graph);
  const before = edges.filter((edge) => edge.target === id);
  const behind = edges.filter((edge) => edge.source === id && portOf(edge) !== "error");
  // With several ports or several ways in and out, what should lead where is for the person to say.
  const isSimple = before.length <= 1 || behind.length <= 1;
  const ports = new Set(behind.map(portOf));
  const rest = remove(graph, { nodes: new Set([id]), edges: new Set() });
  if (!isSimple || ports.size !== 1) return rest;
  return pairs(before, behind).reduce(
    (done, [one, other]) => connect(done, { source: one.source, port: portOf(one), target: other.target }),
    rest,
  );
}

function pairs(before: readonly GraphEdge[], behind: readonly GraphEdge[]): (readonly [GraphEdge, GraphEdge])[] {
  return before.flatMap((one) => behind.map((other) => [one, other] as const));
}
