import type { Graph, GraphNode } from "@tempograph/graph";
import type { ElkExtendedEdge, ElkNode, ElkPort } from "elkjs/lib/elk-api.js";
import { BETWEEN_LAYERS, FIRST_PORT, portOffset, shownPorts, widthWithNames } from "../edit/card.ts";
import { drawnEdges, portOf } from "../edit/drawn-edges.ts";
import { sizeOf } from "../edit/frame-sizes.ts";
import { EMPTY_FRAME, FRAME_PADDING, FRAME_TITLE, type Place, type Size } from "../edit/place.ts";
import { isFrame, type TreeOfNodes } from "../edit/tree-of-nodes.ts";

const TOP = "top";
const options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.layered.spacing.nodeNodeBetweenLayers": String(BETWEEN_LAYERS),
  "elk.spacing.nodeNode": "40",
  "elk.spacing.componentComponent": "64",
  // The canvas draws the edges itself; computing their bends would take half of the time.
  "elk.edgeRouting": "POLYLINE",
};
const padding = `[top=${FRAME_TITLE},left=${FRAME_PADDING},bottom=${FRAME_PADDING},right=${FRAME_PADDING}]`;

/** The finer a layout, the longer it takes: a graph of 1,000 nodes takes 0.6 s as a large one, and up to a minute as a small one. */
function optionsFor(count: number): Record<string, string> {
  if (count > 300) return { ...options, "elk.layered.thoroughness": "1" };
  const placement = { ...options, "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX" };
  return count > 60 ? placement : { ...placement, "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES" };
}

/** The graph as the layout library takes it: containers hold their members, and each edge belongs to what is around both of its ends. */
export function elkGraphOf(graph: Graph, tree: TreeOfNodes): ElkNode {
  const edges = edgesByFrame(graph, tree);
  const layoutOptions = optionsFor(graph.nodes.length);
  const frameOptions = { ...layoutOptions, "elk.padding": padding };
  const inside = (id: string | undefined): Pick<ElkNode, "children" | "edges"> => ({
    children: tree.childrenOf(id).map((node) => elkNode(node)),
    edges: edges.get(id) ?? [],
  });
  const elkNode = (node: GraphNode): ElkNode => {
    const id = `n:${node.id}`;
    if (!isFrame(node.type)) return { id, ...cardWithPorts(node, sizeOf(tree, node.id)) };
    return tree.childrenOf(node.id).length === 0
      ? { id, ...EMPTY_FRAME }
      : { id, layoutOptions: frameOptions, ...inside(node.id) };
  };
  return { id: TOP, layoutOptions, ...inside(undefined) };
}

function cardWithPorts(node: GraphNode, size: Size): Partial<ElkNode> {
  const names = shownPorts(node, undefined);
  const { height } = size;
  const width = widthWithNames(size, names);
  const ports: ElkPort[] = names.map((name, index) => ({
    id: portId(node.id, name),
    x: width,
    y: portOffset(index, names.length),
    layoutOptions: { "elk.port.side": "EAST" },
  }));
  ports.push({
    id: portId(node.id, "error"),
    x: size.width / 2,
    y: height,
    layoutOptions: { "elk.port.side": "SOUTH" },
  });
  ports.push({ id: entryId(node.id), x: 0, y: FIRST_PORT, layoutOptions: { "elk.port.side": "WEST" } });
  return { width, height, ports, layoutOptions: { "elk.portConstraints": "FIXED_POS" } };
}

const portId = (node: string, port: string): string => JSON.stringify(["p", node, port]);
const entryId = (node: string): string => JSON.stringify(["i", node]);

/** An edge from a drawn frame to a node outside of it counts as one between the frame and that node. */
function edgesByFrame(graph: Graph, tree: TreeOfNodes): ReadonlyMap<string | undefined, ElkExtendedEdge[]> {
  const found = new Map<string | undefined, ElkExtendedEdge[]>();
  const hasPort = (id: string, port: string): boolean => {
    const node = tree.byId.get(id)!;
    return !isFrame(node.type) && (port === "error" || shownPorts(node, undefined).includes(port));
  };
  for (const [index, edge] of drawnEdges(graph).entries()) {
    if (!tree.byId.has(edge.source) || !tree.byId.has(edge.target)) continue;
    const [from, to] = [pathTo(tree, edge.source), pathTo(tree, edge.target)];
    let level = 0;
    while (from[level] === to[level] && from[level + 1] !== undefined && to[level + 1] !== undefined) level++;
    const [source, target] = [from[level]!, to[level]!];
    if (source === target) continue;
    const elkEdge = {
      id: `e:${index}`,
      sources: [source === edge.source && hasPort(source, portOf(edge)) ? portId(source, portOf(edge)) : `n:${source}`],
      targets: [isFrame(tree.byId.get(target)!.type) ? `n:${target}` : entryId(target)],
    };
    const around = level === 0 ? undefined : from[level - 1];
    const list = found.get(around);
    if (list === undefined) found.set(around, [elkEdge]);
    else list.push(elkEdge);
  }
  return found;
}

/** The frames around a node from the outside to the inside, and the node itself. */
function pathTo(tree: TreeOfNodes, id: string): readonly string[] {
  return [...tree.around(id).toReversed(), id];
}

export interface Box {
  readonly place: Place;
  readonly size: Size;
}

/** Where the library put each node, and how large containers became. */
export function boxesOf(laid: ElkNode): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>();
  const waiting = [...(laid.children ?? [])];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const { id, x = 0, y = 0, width = 0, height = 0, children = [] } = node;
    const place = { x: Math.round(x), y: Math.round(y) };
    boxes.set(id.slice(2), { place, size: { width: Math.ceil(width), height: Math.ceil(height) } });
    waiting.push(...children);
  }
  return boxes;
}
