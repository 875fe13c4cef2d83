import type { GraphEdge, GraphNode } from "../definition/graph.ts";

/**
 * The graph as indices. It leaves out edges with a missing end, edges between scopes, and every further node with an id
 * that an earlier node already has.
 */
export interface Topology {
  readonly indexOf: ReadonlyMap<string, number>;
  readonly outgoing: readonly (readonly Arrow[])[];
  readonly incoming: readonly (readonly Arrow[])[];
  /** Topological order: each node after all its predecessors. Leaves out nodes on a cycle and nodes behind one. */
  readonly order: readonly number[];
  /** Nodes on a cycle or behind one. */
  readonly cyclic: ReadonlySet<number>;
}

export interface Arrow {
  /** Index in the normalised graph's edges. */
  readonly edge: number;
  readonly source: number;
  readonly target: number;
  readonly port: string;
}

export function topologyOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Topology {
  const indexOf = new Map<string, number>();
  for (const [index, node] of nodes.entries()) if (!indexOf.has(node.id)) indexOf.set(node.id, index);
  const outgoing: Arrow[][] = nodes.map(() => []);
  const incoming: Arrow[][] = nodes.map(() => []);
  for (const [edge, { source, target, sourceHandle }] of edges.entries()) {
    const from = indexOf.get(source);
    const to = indexOf.get(target);
    if (from === undefined || to === undefined || nodes[from]?.parentId !== nodes[to]?.parentId) continue;
    const arrow: Arrow = { edge, source: from, target: to, port: sourceHandle ?? "out" };
    outgoing[from]?.push(arrow);
    incoming[to]?.push(arrow);
  }
  const waiting = incoming.map((arrows) => arrows.length);
  const order = waiting.flatMap((count, index) => (count === 0 ? [index] : []));
  for (let position = 0; position < order.length; position++) {
    for (const { target } of outgoing[order[position] as number] ?? []) {
      const left = (waiting[target] as number) - 1;
      waiting[target] = left;
      if (left === 0) order.push(target);
    }
  }
  const cyclic = new Set(waiting.flatMap((count, index) => (count > 0 ? [index] : [])));
  return { indexOf, outgoing, incoming, order, cyclic };
}
