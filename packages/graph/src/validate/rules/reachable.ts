import type { Rule } from "../rule.ts";
import { rootsOf } from "../roots.ts";

/** There is a node to begin with, and a way to each node (rule 2). */
export const reachable: Rule = function* (context) {
  const { nodes, topology, nodePath } = context;
  const { roots, hasStart } = rootsOf(context);
  if (roots.length === 0 && topology.cyclic.size === 0) {
    yield {
      code: "NO_START",
      severity: "error",
      path: "/nodes",
      message: "There is no node that an execution could begin with.",
      cure: 'Add a node of type "start", or any node without incoming edges.',
    };
  }
  const reached = reachedFrom([...roots, ...compensations(context)], context);
  for (const [index, node] of nodes.entries()) {
    // A knot without a way in is a cycle, which has its own problem.
    if (reached.has(index) || topology.cyclic.has(index)) continue;
    const alone = (topology.incoming[index]?.length ?? 0) + (topology.outgoing[index]?.length ?? 0) === 0;
    yield {
      code: "UNREACHABLE_NODE",
      severity: "warning",
      path: nodePath(index),
      node: node.id,
      message: `No path from ${hasStart ? "a start node" : "where the graph begins"} leads to "${node.id}": it is ${alone ? "ignored" : "skipped"}.`,
      cure: "Draw an edge to it, or remove it.",
    };
  }
};

type Context = Parameters<Rule>[0];

/** Run by a failure, not by an edge. */
function compensations({ nodes, topology }: Context): number[] {
  return nodes.flatMap((node) => topology.indexOf.get(node.settings?.compensate ?? "") ?? []);
}

function reachedFrom(start: readonly number[], { nodes, topology }: Context): Set<number> {
  const children = new Map<string, number[]>();
  for (const [index, { parentId }] of nodes.entries()) {
    if (parentId === undefined || (topology.incoming[index]?.length ?? 0) > 0) continue;
    children.set(parentId, [...(children.get(parentId) ?? []), index]);
  }
  const reached = new Set(start);
  const left = [...start];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const inside = children.get(nodes[at]?.id ?? "") ?? [];
    for (const next of [...inside, ...(topology.outgoing[at] ?? []).map((arrow) => arrow.target)]) {
      if (reached.has(next)) continue;
      reached.add(next);
      left.push(next);
    }
  }
  return reached;
}
