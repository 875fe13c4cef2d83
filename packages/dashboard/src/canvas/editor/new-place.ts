import { portsOf, type Graph, type NodeTypeManifest } from "@tempograph/graph";
import { addNode, addNodeBehind, insertOnEdge, mainPort, newNode, type NewNode } from "../edit/add-node.ts";
import { BETWEEN_LAYERS } from "../edit/card.ts";
import { drawnEdges, portOf } from "../edit/drawn-edges.ts";
import { sizeOf } from "../edit/frame-sizes.ts";
import { boxesOf, freeBelow } from "../edit/free-below.ts";
import { idsOf } from "../edit/fresh-id.ts";
import { CARD, minus, placeOf, plus, type Place } from "../edit/place.ts";
import { isFrame, TreeOfNodes } from "../edit/tree-of-nodes.ts";
import type { CanvasSelection } from "../view/use-flow-elements.ts";

/** Where a new node belongs. */
export type NewPlace =
  | { readonly kind: "at"; readonly at: Place }
  | { readonly kind: "behind"; readonly source: string; readonly port: string; readonly at?: Place | undefined }
  | { readonly kind: "onEdge"; readonly edge: string };

type Types = ReadonlyMap<string, NodeTypeManifest>;

const ORIGIN: Place = { x: 0, y: 0 };
/** The least distance of a new node from the others. */
const GAP = 32;

/**
 * The selected edge; behind the selected node, on the first port that leads nowhere; or below everything. The only node of a new workflow need not be
 * selected for that.
 */
export function placeForNew(graph: Graph, selection: CanvasSelection, types: Types): NewPlace {
  const [edge] = selection.edges;
  if (edge !== undefined) return { kind: "onEdge", edge };
  const only = graph.nodes.length === 1 ? graph.nodes[0]!.id : undefined;
  const id = [...selection.nodes].at(-1) ?? only;
  const node = graph.nodes.find((one) => one.id === id);
  if (node !== undefined) {
    const ports = portsOf(node, types.get(node.type));
    const used = new Set(drawnEdges(graph).flatMap((one) => (one.source === id ? [portOf(one)] : [])));
    const port = ports.find((one) => !used.has(one)) ?? mainPort(ports);
    if (port !== undefined) return { kind: "behind", source: node.id, port };
  }
  return { kind: "at", at: graph.nodes.length === 0 ? ORIGIN : placeBelow(graph) };
}

/** In the only edge that leads on from the selected node; without one, where a new node would be anyway. */
export function placeBetween(graph: Graph, selection: CanvasSelection, types: Types): NewPlace {
  const id = [...selection.nodes].at(-1);
  const [edge, ...others] = drawnEdges(graph).filter(({ source }) => source === id);
  if (edge === undefined || others.length > 0) return placeForNew(graph, selection, types);
  return { kind: "onEdge", edge: edge.id };
}

/** A place at the left, below all nodes of the top level. */
export function placeBelow({ nodes }: Graph): Place {
  const places = nodes.filter(({ parentId }) => parentId === undefined).map((node) => placeOf(node) ?? ORIGIN);
  return { x: 0, y: Math.max(0, ...places.map(({ y }) => y)) + CARD.height * 2 };
}

/** Adds a node where it belongs. Undefined: the place is not there any more. */
export function addAtPlace(
  graph: Graph,
  type: NodeTypeManifest,
  where: NewPlace,
): { readonly graph: Graph; readonly id: string } | undefined {
  if (where.kind === "onEdge") return insertOnEdge(graph, where.edge, type, mainPort(type.ports) ?? "out");
  const tree = new TreeOfNodes(graph);
  if (where.kind === "at") return addNode(graph, inFrame(tree, newNode(type, where.at)));
  const parentId = tree.parentOf(where.source);
  const from = tree.byId.get(where.source);
  if (from === undefined) return undefined;
  const origin = parentId === undefined ? ORIGIN : tree.absolutePlaceOf(parentId);
  const beside = plus(placeOf(from) ?? ORIGIN, { x: sizeOf(tree, from.id).width + BETWEEN_LAYERS, y: 0 });
  const position =
    where.at === undefined
      ? freeBelow(beside, CARD, boxesOf(tree, idsOf(tree.childrenOf(parentId))), GAP)
      : minus(where.at, origin);
  return addNodeBehind(graph, where, newNode(type, position, parentId));
}

/** A node that is put onto a container belongs into it. */
function inFrame(tree: TreeOfNodes, node: NewNode): NewNode {
  const { x, y } = node.position;
  const frame = tree.parentsFirst().findLast(({ id, type }) => {
    const [at, size] = [tree.absolutePlaceOf(id), sizeOf(tree, id)];
    return isFrame(type) && x >= at.x && x <= at.x + size.width && y >= at.y && y <= at.y + size.height;
  });
  if (frame === undefined) return node;
  return { ...node, position: minus(node.position, tree.absolutePlaceOf(frame.id)), parentId: frame.id };
}
