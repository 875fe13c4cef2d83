import type { Graph, GraphEdge, GraphNode, GraphSettings, NodeSettings } from "../definition/graph.ts";
import type { JsonObject } from "../definition/json.ts";

/** The start node of most graphs. */
export const start: GraphNode = node("start", "start");

/** A probe that behaves as `data` says; see `probePlan`. */
export function probe(id: string, data: JsonObject = {}, settings?: NodeSettings): GraphNode {
  return node(id, "probe", data, settings);
}

/** A probe that fails at its first attempt, without a retry. */
export function failing(id: string, data: JsonObject = {}, settings?: NodeSettings): GraphNode {
  return probe(id, { failTimes: -1, permanent: true, ...data }, settings);
}

export function node(id: string, type: string, data: JsonObject = {}, settings?: NodeSettings): GraphNode {
  return { id, type, data, ...(settings && { settings }) };
}

/**
 * A container and the nodes inside it. A child that is inside another container already stays there, so calls can be nested.
 *
 * @example inside(node("each", "for_each", { items: [1, 2] }), probe("a"), probe("b"))
 */
export function inside(container: GraphNode, ...children: readonly (GraphNode | readonly GraphNode[])[]): GraphNode[] {
  const all = children.flat();
  return [
    container,
    ...all.map((child) => (child.parentId === undefined ? { ...child, parentId: container.id } : child)),
  ];
}

/**
 * Edges as text: `"a > b > c"` is a chain, `"a:error > b"` names the port.
 *
 * @example edges("start > a > b", "a:error > c")
 */
export function edges(...chains: readonly string[]): readonly GraphEdge[] {
  const all: GraphEdge[] = [];
  for (const chain of chains) {
    const stops = chain.split(">").map((stop) => stop.trim().split(":"));
    for (let index = 1; index < stops.length; index += 1) {
      const [source, port] = stops[index - 1]!;
      const id = `e${all.length + 1}`;
      all.push({ id, source: source!, target: stops[index]![0]!, ...(port !== undefined && { sourceHandle: port }) });
    }
  }
  return all;
}

export function graph(
  nodes: readonly (GraphNode | readonly GraphNode[])[],
  list: readonly GraphEdge[],
  settings?: GraphSettings,
): Graph {
  return { nodes: nodes.flat(), edges: list, ...(settings && { settings }) };
}
