import {
  isObject,
  limits,
  parseGraph,
  parseJsonText,
  renameNodes,
  type Graph,
  type GraphNode,
  type Problem,
} from "@tempograph/graph";
import { fitFrames } from "./frame-sizes.ts";
import { freshId, idsOf } from "./fresh-id.ts";
import { withoutCrossingEdges } from "./move.ts";
import { minus, placeOf, type Place, plus, withPlace } from "./place.ts";
import { isFrame, TreeOfNodes } from "./tree-of-nodes.ts";

/** The selected nodes with everything inside them and the edges among them, as the JSON text of a graph. */
export function copy(graph: Graph, ids: Iterable<string>): string {
  const tree = new TreeOfNodes(graph);
  const outermost = new Set(tree.outermost(ids));
  const copied = tree.withInside(outermost);
  const nodes = graph.nodes.flatMap((node) => {
    if (!copied.has(node.id)) return [];
    if (!outermost.has(node.id)) return [node];
    const { parentId: _, ...rest } = node;
    return [withPlace(rest, tree.absolutePlaceOf(node.id))];
  });
  const edges = graph.edges.filter(({ source, target }) => copied.has(source) && copied.has(target));
  return JSON.stringify({ nodes, edges }, null, 2);
}

export type Read<Value> = { readonly value: Value } | { readonly problem: Pick<Problem, "message" | "hint"> };

const NO_JSON = { message: "The clipboard has no JSON.", hint: "Copy nodes on a canvas, or the JSON of a graph." };

/** Reads nodes and edges out of a pasted text: of this canvas, of the API, or of another app that is made with React Flow. */
export function readFragment(text: string): Read<Graph> {
  const { value: json, problems: unreadable } = parseJsonText(text);
  const [first] = unreadable;
  if (first !== undefined) return { problem: first.code === "JSON_SYNTAX" ? NO_JSON : first };
  const { graph, problems } = parseGraph(asOurs(json));
  if (graph === null)
    return { problem: problems[0] ?? { message: "This is no graph.", hint: "Copy nodes on a canvas." } };
  if (graph.nodes.length === 0)
    return { problem: { message: "There are no nodes in it.", hint: "Copy nodes on a canvas." } };
  return { value: graph };
}

/** What only the page of an editor needs while it is open. */
const PAGE_KEYS = ["selected", "dragging", "resizing", "measured", "positionAbsolute"] as const;
/** React Flow's own types, which say nothing of what a node does. */
const REACT_FLOW_TYPES: Readonly<Record<string, string>> = { input: "start", output: "end" };

/** Apps made with React Flow may leave out a node's type, and older ones call its parent `parentNode`. */
function asOurs(json: unknown): unknown {
  const graph = isObject(json) && isObject(json["graph"]) ? json["graph"] : json;
  if (!isObject(graph) || !Array.isArray(graph["nodes"])) return graph;
  const nodes = graph["nodes"].map((node: unknown) => {
    if (!isObject(node) || "parameters" in node) return node;
    const { parentNode, ...rest } = node;
    const type = typeof rest["type"] === "string" ? (REACT_FLOW_TYPES[rest["type"]] ?? rest["type"]) : "default";
    const ours = { ...rest, type, ...(parentNode === undefined ? {} : { parentId: parentNode }) };
    return Object.fromEntries(Object.entries(ours).filter(([key]) => !(PAGE_KEYS as readonly string[]).includes(key)));
  });
  return { ...graph, nodes };
}

/**
 * Adds the nodes and edges of a fragment under ids that are free, with its upper left corner at this place. Expressions of the
 * fragment that read its own nodes read them under their new ids.
 */
export function paste(
  graph: Graph,
  fragment: Graph,
  at: Place,
  parentId?: string,
): Read<{ readonly graph: Graph; readonly ids: readonly string[] }> {
  const total = graph.nodes.length + fragment.nodes.length;
  if (total > limits.MAX_NODES || graph.edges.length + fragment.edges.length > limits.MAX_EDGES) {
    const message = `The graph would have ${total} nodes; at most ${limits.MAX_NODES} nodes and ${limits.MAX_EDGES} edges are allowed.`;
    return { problem: { message, hint: "Paste fewer, or split the workflow into several." } };
  }
  const taken = idsOf(graph.nodes);
  const ids = new Map<string, string>();
  for (const { id } of fragment.nodes) {
    const fresh = freshId(id, taken);
    taken.add(fresh);
    if (fresh !== id) ids.set(id, fresh);
  }
  const renamed = renameNodes(fragment, ids);
  const tree = new TreeOfNodes(renamed);
  const outermost = tree.childrenOf(undefined);
  const isOutermost = idsOf(outermost);
  const places = outermost.map((node) => placeOf(node) ?? { x: 0, y: 0 });
  const corner = { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
  const target = graph.nodes.find(({ id, type }) => id === parentId && isFrame(type))?.id;
  const nodes = [...tree.byId.values()].map((node) => {
    if (!isOutermost.has(node.id)) return node;
    const frame = tree.holdsStart([node.id]) ? undefined : target;
    return withPlace(inside(node, frame), plus(minus(placeOf(node) ?? corner, corner), at));
  });
  const edgeIds = idsOf(graph.edges);
  const edges = renamed.edges
    .filter((edge) => tree.byId.has(edge.source) && tree.byId.has(edge.target))
    .map((edge) => {
      const id = freshId(edge.id, edgeIds);
      edgeIds.add(id);
      return id === edge.id ? edge : { ...edge, id };
    });
  const whole = { ...graph, nodes: [...graph.nodes, ...nodes], edges: [...graph.edges, ...edges] };
  return {
    value: {
      graph: fitFrames(withoutCrossingEdges(whole, tree.withInside(isOutermost))),
      ids: [...isOutermost],
    },
  };
}

function inside(node: GraphNode, frame: string | undefined): GraphNode {
  const { parentId: _, ...rest } = node;
  return frame === undefined ? rest : { ...rest, parentId: frame };
}
