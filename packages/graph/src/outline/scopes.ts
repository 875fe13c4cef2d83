import type { Graph, GraphEdge, GraphNode } from "../definition/graph.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";

/** An edge of one scope, between nodes that exist once. */
export interface Arrow {
  readonly index: number;
  readonly source: string;
  readonly port: string;
  readonly target: string;
}

/** A normalised graph by scope. Nodes whose id is there twice, and edges that leave their scope, are not in it. */
export interface Scopes {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** By the container's id; those of the top level under undefined. */
  readonly children: ReadonlyMap<string | undefined, readonly GraphNode[]>;
  readonly outgoing: ReadonlyMap<string, readonly Arrow[]>;
  readonly incoming: ReadonlyMap<string, readonly Arrow[]>;
  /** Nodes without edges that exactly one node of their scope names as the one that compensates it. */
  readonly undoing: ReadonlyMap<string, GraphNode>;
}

export function scopesOf(graph: Graph): Scopes {
  const count = new Map<string, number>();
  for (const { id } of graph.nodes) count.set(id, (count.get(id) ?? 0) + 1);
  const nodes = new Map(graph.nodes.filter(({ id }) => count.get(id) === 1).map((node) => [node.id, node]));
  const children = new Map<string | undefined, GraphNode[]>();
  for (const node of nodes.values()) push(children, node.parentId, node);
  const outgoing = new Map<string, Arrow[]>();
  const incoming = new Map<string, Arrow[]>();
  for (const [index, edge] of graph.edges.entries()) {
    const arrow = arrowOf(edge, index);
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    if (source === undefined || target === undefined || source.parentId !== target.parentId) continue;
    push(outgoing, edge.source, arrow);
    push(incoming, edge.target, arrow);
  }
  return { nodes, children, outgoing, incoming, undoing: compensatingNodes(graph, nodes) };
}

export function arrowOf({ source, target, sourceHandle }: GraphEdge, index: number): Arrow {
  return { index, source, target, port: sourceHandle ?? "out" };
}

function compensatingNodes(graph: Graph, nodes: ReadonlyMap<string, GraphNode>): Map<string, GraphNode> {
  const touched = new Set(graph.edges.flatMap(({ source, target }) => [source, target]));
  const undone = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    if (typeof node.settings?.compensate === "string") push(undone, node.settings.compensate, node);
  }
  const parents = new Set(graph.nodes.map(({ parentId }) => parentId));
  const found = new Map<string, GraphNode>();
  for (const [id, [only, ...others]] of undone) {
    const node = nodes.get(id);
    if (node === undefined || only === undefined || others.length > 0 || touched.has(id) || parents.has(id)) continue;
    const isPlain = node.settings?.compensate === undefined && descriptorOf(node.type)?.begins !== true;
    if (isPlain && nodes.has(only.id) && node.parentId === only.parentId && id !== only.id) found.set(id, node);
  }
  return found;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
