import { descriptorOf, type Graph, type GraphNode } from "@tempograph/graph";
import type { LoopAround } from "../../machine/sample-in-loops.ts";

/** The loops around a node, from the outside in; the node itself is the last one if it is a loop. */
export function loopsAround({ nodes }: Graph, nodeId: string): readonly LoopAround[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const outwards = new Set<GraphNode>();
  // A graph that is being edited may name a parent that is inside of the node.
  for (let at = byId.get(nodeId); at !== undefined && !outwards.has(at); at = byId.get(at.parentId ?? ""))
    outwards.add(at);
  return [...outwards].toReversed().flatMap(({ type, data }) => {
    const over = descriptorOf(type)?.container?.loop;
    return over === undefined ? [] : [{ over, items: over === "items" ? (data["items"] ?? null) : null }];
  });
}
