import type { Rule } from "../rule.ts";
import { holdsTemplate } from "../schema-check.ts";

/** By node type of the machine: fields that are read as they were published, so that a template in them would stay text. */
const LITERAL: ReadonlyMap<string, readonly string[]> = new Map([
  ["for_each", ["onItemError", "compensate"]],
  ["repeat", ["compensate"]],
  ["while", ["testAfter", "compensate"]],
  ["race", ["onBranchError", "compensate"]],
  ["try", ["compensate"]],
  ["parallel", ["compensate"]],
  ["lock", ["compensate"]],
  ["call_workflow", ["wait", "parentClosePolicy"]],
]);

/** How a container or a call behaves is written out: it is known when the workflow is published. */
export const literalFields: Rule = function* ({ nodes, types, nodePath }) {
  for (const [index, node] of nodes.entries()) {
    if (types.get(node.type)?.runs !== "machine") continue;
    for (const field of LITERAL.get(node.type) ?? []) {
      if (!holdsTemplate(node.data[field] ?? null)) continue;
      yield {
        code: "INVALID_NODE_DATA",
        severity: "error",
        path: `${nodePath(index)}/data/${field}`,
        node: node.id,
        message: `${node.type}: ${field} is not rendered, so it cannot be a template.`,
        hint: "Write the value itself.",
      };
    }
  }
};
