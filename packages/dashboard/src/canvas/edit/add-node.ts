import {
  descriptorOf,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type JsonObject,
  type NodeTypeManifest,
} from "@tempograph/graph";
import { connect, leadsTo, type Connection } from "./connect.ts";
import { drawnEdges, withDrawnEdges } from "./drawn-edges.ts";
import { fitFrames, sizeOf } from "./frame-sizes.ts";
import { freshId, idsOf } from "./fresh-id.ts";
import { moveNodes } from "./move.ts";
import { CARD, placeOf, plus, type Place } from "./place.ts";
import { TreeOfNodes } from "./tree-of-nodes.ts";

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
  const isInside = parentId !== undefined && descriptorOf(node.type)?.begins !== true;
  const added = { id, ...node, ...(isInside ? { parentId } : {}) } as GraphNode;
  return { graph: fitFrames({ ...graph, nodes: [...graph.nodes, added] }), id };
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

/**
 * Puts a new node into an edge: the edge then leads to the node, and another one from the node's port to where the edge led before. What
 * follows moves to the right where there is not enough room.
 */
export function insertOnEdge(
  graph: Graph,
  edgeId: string,
  type: Pick<NodeTypeManifest, "type" | "example">,
  port: string,
): { readonly graph: Graph; readonly id: string } | undefined {
  const old = drawnEdges(graph).find(({ id }) => id === edgeId);
  const tree = new TreeOfNodes(graph);
  if (old === undefined || !tree.byId.has(old.source) || !tree.byId.has(old.target)) return undefined;
  const parentId = tree.parentOf(old.source);
  const { roomy, position } = withRoom(graph, tree, old);
  const added = addNode(withDrawnEdges(roomy, new Set([old.source])), newNode(type, position, parentId));
  const edges = added.graph.edges.map((edge) => (edge.id === edgeId ? { ...edge, target: added.id } : edge));
  const whole = connect({ ...added.graph, edges }, { source: added.id, port, target: old.target });
  return { graph: fitFrames(whole), id: added.id };
}

/** Between two cards there has to be room for edges and the names of ports. */
const BETWEEN = 64;

function withRoom(
  graph: Graph,
  tree: TreeOfNodes,
  edge: GraphEdge,
): { readonly roomy: Graph; readonly position: Place } {
  const placeIn = (id: string) => placeOf(tree.byId.get(id)!) ?? { x: 0, y: 0 };
  const [from, to] = [placeIn(edge.source), placeIn(edge.target)];
  const position = { x: from.x + sizeOf(tree, edge.source).width + BETWEEN, y: to.y };
  const lack = position.x + CARD.width + BETWEEN - to.x;
  if (lack <= 0 || tree.parentOf(edge.source) !== tree.parentOf(edge.target)) return { roomy: graph, position };
  const edges = drawnEdges(graph);
  const behind = tree.childrenOf(tree.parentOf(edge.target)).filter(({ id }) => leadsTo(edges, edge.target, id));
  const places = behind.map(({ id }) => [id, plus(placeIn(id), { x: lack, y: 0 })] as const);
  return { roomy: moveNodes(graph, new Map(places)), position };
}

/** The ports of a type on which an edge is most likely meant to go on: `out`, `approved`, the first case. */
export function mainPort(ports: readonly string[]): string | undefined {
  return ports.includes("out") && ports.length === 1 ? "out" : (ports.find((port) => port !== "error") ?? undefined);
}
