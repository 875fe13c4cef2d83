import type { Rule } from "../rule.ts";
import { TOP } from "../scope-tree.ts";

/** There is a node to begin with, and a way to each node (rule 2). What is in a container that no path leads to is told with it. */
export const reachable: Rule = function* ({ nodes, topology, scopes, nodePath }) {
  const isTopCyclic = scopes.members.get(TOP)?.some((index) => topology.cyclic.has(index)) === true;
  // Containers that are in one another in a circle are nowhere.
  if (scopes.roots.get(TOP)?.length === 0 && !isTopCyclic) {
    yield {
      code: "NO_START",
      severity: "error",
      path: "/nodes",
      message: "There is no node that an execution could begin with.",
      hint: 'Add a node of type "start", or any node without incoming edges.',
    };
  }
  for (const [index, node] of nodes.entries()) {
    const scope = scopes.scopeOf[index] as number;
    if (scopes.fires.has(index) || scopes.undoes.has(index) || (scope !== TOP && !scopes.fires.has(scope))) continue;
    // A knot without a way in is a cycle, which has its own problem.
    if (topology.cyclic.has(index)) continue;
    const isAlone = (topology.incoming[index]?.length ?? 0) + (topology.outgoing[index]?.length ?? 0) === 0;
    yield {
      code: "UNREACHABLE_NODE",
      severity: "warning",
      path: nodePath(index),
      node: node.id,
      message: `No path from ${scopes.hasStart ? "a start node" : "where the graph begins"} leads to "${node.id}": it is ${isAlone ? "ignored" : "skipped"}.`,
      hint: "Draw an edge to it, or remove it.",
    };
  }
};
