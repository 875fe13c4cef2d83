import type { Graph, GraphNode, JsonObject, NodeTypeManifest } from "@tempograph/graph";
import { connect, type Connection } from "./connect.ts";
import { drawnEdges, portOf, withDrawnEdges } from "./drawn-edges.ts";
import { freshId, idsOf } from "./fresh-id.ts";
import type { Place } from "./place.ts";

export interface NewNode {
  readonly type: string;
  readonly data: JsonObject;
  readonly position: Place;
  readonly parentId?: string | undefined;
}

/** A node of this type as the palette makes it: its data is the example of the type. */
export function newNode(
  { type, example }: Pick<NodeTypeManifest, "type" | "example">,
  position: Place,
  parentId?: string,
): NewNode {
  return { type, data: example ?? {}, position, parentId };
}

/** Adds a node under a fresh id, which is made of its type: `http_call`, `http_call2` … */
export function addNode(graph: Graph, { parentId, ...node }: NewNode): { readonly graph: Graph; readonly id: string } {
  const id = freshId(node.type, idsOf(graph.nodes));
  const added = { id, ...node, ...(parentId === undefined ? {} : { parentId }) } as GraphNode;
  return { graph: { ...graph, nodes: [...graph.nodes, added] }, id };
}

/** Adds a node behind another one: what a person means who drops the end of an edge on the empty canvas. */
export function addNodeBehind(
  graph: Graph,
  { source, port }: Omit<Connection, "target">,
  node: NewNode,
): { readonly graph: Graph; readonly id: string } {
  const added = addNode(graph, node);
  return { graph: connect(added.graph, { source, port, target: added.id }), id: added.id };
}

/** Puts a new node into an edge: the edge then leads to the node, and another one from the node's port to where the edge led before. */
export function insertOnEdge(
  graph: Graph,
  edgeId: string,
  node: NewNode,
  port: string,
): { readonly graph: Graph; readonly id: string } | undefined {
  const old = drawnEdges(graph).find(({ id }) => id === edgeId);
  if (old === undefined) return undefined;
  const parentId = graph.nodes.find(({ id }) => id === old.source)?.parentId;
  const added = addNode(withDrawnEdges(graph, new Set([old.source])), { ...node, parentId });
  const edges = added.graph.edges.map((edge) => (edge.id === edgeId ? { ...edge, target: added.id } : edge));
  return { graph: connect({ ...added.graph, edges }, { source: added.id, port, target: old.target }), id: added.id };
}

/** The ports of a type on which an edge is most likely meant to go on: `out`, `approved`, the first case. */
export function mainPort(ports: readonly string[]): string | undefined {
  return ports.includes("out") && ports.length === 1 ? "out" : (ports.find((port) => port !== "error") ?? undefined);
}

/** The edges that begin at a port of a node. */
export function edgesFrom(graph: Graph, source: string, port: string): readonly string[] {
  return drawnEdges(graph)
    .filter((edge) => edge.source === source && portOf(edge) === port)
    .map(({ id }) => id);
}
