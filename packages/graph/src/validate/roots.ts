import type { ValidationContext } from "./validation-context.ts";

/**
 * Nodes of the top level that fire at the start (rule 2), as the machine finds them: those of type `start` that no edge
 * leads to; if there are none, all without incoming edges, where a node without any edge counts only among its like.
 */
export function rootsOf({ nodes, topology }: Pick<ValidationContext, "nodes" | "topology">): {
  roots: number[];
  hasStart: boolean;
} {
  const undoing = new Set(nodes.flatMap((node) => node.settings?.compensate ?? []));
  const sources = nodes.flatMap((node, index) => {
    const isSource = node.parentId === undefined && topology.incoming[index]?.length === 0;
    // A node that only undoes another is run by a failure.
    const onlyUndoes = undoing.has(node.id) && node.type !== "start" && topology.outgoing[index]?.length === 0;
    return isSource && !onlyUndoes ? [index] : [];
  });
  const starts = sources.filter((index) => nodes[index]?.type === "start");
  if (starts.length > 0) return { roots: starts, hasStart: true };
  const connected = sources.filter((index) => (topology.outgoing[index]?.length ?? 0) > 0);
  return { roots: connected.length > 0 ? connected : sources, hasStart: false };
}
