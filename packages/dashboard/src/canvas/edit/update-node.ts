import { renameNodes, type Graph, type GraphNode } from "@tempograph/graph";
import { mapNodes } from "./move.ts";

/** Changes one node: its data, label, type or settings. Its id is changed by `rename`. */
export function updateNode(graph: Graph, id: string, change: (node: GraphNode) => GraphNode): Graph {
  return mapNodes(graph, (node) => (node.id === id ? change(node) : node));
}

/** Why a node cannot get this id, as a sentence for people; undefined if it can. */
export function renameRefusal(graph: Graph, from: string, to: string): string | undefined {
  if (to.trim() === "") return "A node needs an id.";
  if (to.length > 128) return "An id has at most 128 characters.";
  if (from !== to && graph.nodes.some(({ id }) => id === to)) return `Another node has the id "${to}".`;
  return undefined;
}

/** Gives a node another id. Everything that names the node follows: edges, members, templates, conditions. */
export function rename(graph: Graph, from: string, to: string): Graph {
  if (from === to || renameRefusal(graph, from, to) !== undefined) return graph;
  return renameNodes(graph, new Map([[from, to]]));
}
