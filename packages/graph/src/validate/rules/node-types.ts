import { correction } from "../make-fix.ts";
import type { Rule } from "../rule.ts";

/** Every node's type must come from an installed node pack or be a construct of the machine. */
export const nodeTypes: Rule = function* (context) {
  const { nodes, types, nodePath } = context;
  for (const [index, node] of nodes.entries()) {
    if (types.has(node.type)) continue;
    const path = `${nodePath(index)}/type`;
    const { question, ...fix } = correction(context, node.type, types.keys(), path);
    yield {
      code: "UNKNOWN_NODE_TYPE",
      severity: "error",
      path,
      node: node.id,
      message: `No installed node pack contains the type "${node.type}".`,
      hint: `${question}Use a type that the list of node types shows, or install the pack that contains this one.`,
      ...fix,
    };
  }
};
