import type { Json } from "../../definition/json.ts";
import { casePort, hasElse } from "../../definition/ports-of.ts";
import type { Rule } from "../rule.ts";

/** A branch says what happens when no case holds, and its labels can be told from the ports that every node has. */
export const branches: Rule = function* ({ nodes, edges, types, topology, nodePath, edgePath }) {
  for (const [index, node] of nodes.entries()) {
    const cases = node.data["cases"];
    if (types.get(node.type)?.portsFrom !== "cases" || !Array.isArray(cases)) continue;
    const path = `${nodePath(index)}/data/cases`;
    const items = cases as readonly Json[];
    const reserved = items.flatMap((item, position) =>
      ["error", "out"].includes(casePort(item, position)) ? [position] : [],
    );
    for (const position of reserved) {
      yield {
        code: "BRANCH_LABEL_RESERVED",
        severity: "error",
        path: `${path}/${position}/label`,
        node: node.id,
        message:
          'The labels "error" and "out" are ports that every branch has: a failed condition, and no case that holds.',
        cure: "Give the case another label.",
      };
    }
    const plain = (topology.outgoing[index] ?? []).filter((arrow) => arrow.port === "out");
    if (!hasElse(items)) {
      if (plain.length > 0) continue;
      yield {
        code: "BRANCH_WITHOUT_ELSE",
        severity: "warning",
        path,
        node: node.id,
        message: `When no case of "${node.id}" holds, the path ends there.`,
        cure: 'Add { "else": true, … } as the last case, or an edge without sourceHandle.',
      };
      continue;
    }
    const drawn = new Set(
      (topology.outgoing[index] ?? []).flatMap((arrow) => (arrow.port === "out" ? [] : [arrow.target])),
    );
    for (const arrow of plain) {
      // Editors draw the arrows that `next` already says.
      if (drawn.has(arrow.target)) continue;
      yield {
        code: "EDGE_NEVER_TAKEN",
        severity: "warning",
        path: edgePath(arrow.edge),
        node: edges[arrow.edge]?.id ?? node.id,
        message: `This edge leaves "${node.id}" on "out", which means that no case held; with an else case that never happens.`,
        cure: "Set sourceHandle to the label of a case, or remove the edge.",
      };
    }
  }
};
