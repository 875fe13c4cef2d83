import type { Rule } from "../rule.ts";

/** Every node's type must come from an installed node pack or be a construct of the machine. */
export const nodeTypes: Rule = function* ({ nodes, types, nodePath, suggest }) {
  for (const [index, node] of nodes.entries()) {
    if (types.has(node.type)) continue;
    yield {
      code: "UNKNOWN_NODE_TYPE",
      severity: "error",
      path: `${nodePath(index)}/type`,
      node: node.id,
      message: `No installed node pack contains the type "${node.type}".`,
      hint: `${suggest(node.type, types.keys())}Use a type that the list of node types shows, or install the pack that contains this one.`,
    };
  }
};
