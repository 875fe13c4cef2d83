import type { Rule } from "../rule.ts";
import { holdsTemplate } from "../../schema/schema-check.ts";
import { fieldsOf } from "../node-fields.ts";

/** Literal fields must not hold templates, because how a container or a call behaves has to be known at publish. */
export const literalFields: Rule = function* ({ nodes, nodePath }) {
  for (const [index, node] of nodes.entries()) {
    for (const { name: field, kind, value } of fieldsOf(node)) {
      if (kind !== "literal" || !holdsTemplate(value)) continue;
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
