import type { Rule } from "../rule.ts";
import { TOP } from "../scope-tree.ts";

/**
 * The graph must have a node to begin with and a path to each node (rule 2). If no path leads to a container, only the
 * container is reported, not its members.
 */
export const reachable: Rule = function* ({ nodes, topology, scopes, nodePath }) {
  const isTopCyclic = scopes.members.get(TOP)?.some((index) => topology.cyclic.has(index)) === true;
  // Containers that contain each other in a circle belong to no scope.
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
    if (scopes.fires.has(index) || scopes.compensates.has(index) || (scope !== TOP && !scopes.fires.has(scope)))
      continue;
    // Nodes of a cycle that no path leads to: the rule on cycles reports them.
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
