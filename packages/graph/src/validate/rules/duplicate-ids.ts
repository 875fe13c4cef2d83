import type { Rule } from "../rule.ts";

/** Ids of nodes and ids of edges must be unique, because paths and operations refer to them. */
export const duplicateIds: Rule = function* ({ graph }) {
  for (const [kind, list] of [
    ["nodes", graph.nodes],
    ["edges", graph.edges],
  ] as const) {
    const first = new Map<string, number>();
    for (const [index, { id }] of list.entries()) {
      const before = first.get(id);
      if (before === undefined) {
        first.set(id, index);
        continue;
      }
      const isNode = kind === "nodes";
      yield {
        code: isNode ? "DUPLICATE_NODE_ID" : "DUPLICATE_EDGE_ID",
        severity: "error",
        path: `/${kind}/${index}/id`,
        node: id,
        message: `The id "${id}" is already used by the ${isNode ? "node" : "edge"} at /${kind}/${before}.`,
        hint: "Give one of the two another id.",
      };
    }
  }
};
