import type { Rule } from "../rule.ts";

/** Every node's type is one that a node pack brings or that the machine carries out itself. */
export const nodeTypes: Rule = function* ({ nodes, types, nodePath, suggest }) {
  for (const [index, node] of nodes.entries()) {
    if (types.has(node.type)) continue;
    yield {
      code: "UNKNOWN_NODE_TYPE",
      severity: "error",
      path: `${nodePath(index)}/type`,
      node: node.id,
      message: `No node pack brings the type "${node.type}".`,
      hint: `${suggest(node.type, types.keys())}Use a type that the list of node types shows, or install the pack that brings this one.`,
    };
  }
};
