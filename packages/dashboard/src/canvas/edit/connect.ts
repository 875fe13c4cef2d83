import { descriptorOf, type Graph } from "@tempograph/graph";
import { drawnEdges, portOf, withDrawnEdges } from "./drawn-edges.ts";
import { freshEdgeId } from "./fresh-id.ts";
import { FRAME_TYPE, TreeOfNodes } from "./tree-of-nodes.ts";

export interface Connection {
  readonly source: string;
  readonly port: string;
  readonly target: string;
}

/** Why two nodes cannot be connected, as a sentence for people; undefined if they can. */
export function refusalOf(graph: Graph, { source, port, target }: Connection): string | undefined {
  const tree = new TreeOfNodes(graph);
  const from = tree.byId.get(source);
  const to = tree.byId.get(target);
  if (from === undefined || to === undefined) return "One of the nodes is not there any more.";
  if (source === target) return "A node cannot lead to itself. Use a loop, such as repeat or while.";
  if (from.type === FRAME_TYPE || to.type === FRAME_TYPE) return "A frame is only drawn; connect the nodes in it.";
  if (descriptorOf(to.type)?.begins === true)
    return "Nothing can lead to the start, because an execution begins there.";
  if (tree.scopeOf(source) !== tree.scopeOf(target))
    return "Only nodes inside the same container can be connected. Connect the container itself.";
  const edges = drawnEdges(graph);
  if (edges.some((edge) => edge.source === source && edge.target === target && portOf(edge) === port))
    return "These two are connected already.";
  if (leadsTo(edges, target, source)) return "The edges would form a circle. Use a loop, such as repeat or while.";
  return undefined;
}

/** Whether a path leads from one node to another. */
export function leadsTo(
  edges: readonly { readonly source: string; readonly target: string }[],
  from: string,
  to: string,
): boolean {
  const next = Map.groupBy(edges, ({ source }) => source);
  const seen = new Set([from]);
  const waiting = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === to) return true;
    for (const { target } of next.get(at) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      waiting.push(target);
    }
  }
  return false;
}

/** Connects two nodes. The graph stays as it is where `refusalOf` has a reason. */
export function connect(graph: Graph, connection: Connection): Graph {
  if (refusalOf(graph, connection) !== undefined) return graph;
  const { source, port, target } = connection;
  const drawn = withDrawnEdges(graph, new Set([source]));
  const id = freshEdgeId(drawn, source, target);
  const edge = { id, source, target, ...(port === "out" ? {} : { sourceHandle: port }) };
  return { ...drawn, edges: [...drawn.edges, edge] };
}

/** Takes an end of an edge elsewhere. The graph stays as it is if the new ends cannot be connected. */
export function reconnect(graph: Graph, edgeId: string, connection: Connection): Graph {
  const old = drawnEdges(graph).find(({ id }) => id === edgeId);
  if (old === undefined) return graph;
  const drawn = withDrawnEdges(graph, new Set([old.source, connection.source]));
  const without = { ...drawn, edges: drawn.edges.filter(({ id }) => id !== edgeId) };
  if (refusalOf(without, connection) !== undefined) return graph;
  const { source, port, target } = connection;
  const { sourceHandle: _, ...kept } = drawn.edges.find(({ id }) => id === edgeId) ?? old;
  const edge = { ...kept, source, target, ...(port === "out" ? {} : { sourceHandle: port }) };
  // The edge keeps its place in the list, because edges of one port fire in the order of the list.
  return { ...drawn, edges: drawn.edges.map((one) => (one.id === edgeId ? edge : one)) };
}
