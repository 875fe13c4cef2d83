import { freeName, replaceValue } from "../make-fix.ts";
import type { Rule } from "../rule.ts";

/** Ids of nodes and ids of edges must be unique, because paths and operations refer to them. */
export const duplicateIds: Rule = function* ({ graph }) {
  for (const [kind, list] of [
    ["nodes", graph.nodes],
    ["edges", graph.edges],
  ] as const) {
    const first = new Map<string, number>();
    const taken = new Set(list.map(({ id }) => id));
    for (const [index, { id }] of list.entries()) {
      const before = first.get(id);
      if (before === undefined) {
        first.set(id, index);
        continue;
      }
      const isNode = kind === "nodes";
      const path = `/${kind}/${index}/id`;
      const free = freeName(id, taken);
      taken.add(free);
      yield {
        code: isNode ? "DUPLICATE_NODE_ID" : "DUPLICATE_EDGE_ID",
        severity: "error",
        path,
        node: id,
        message: `The id "${id}" is already used by the ${isNode ? "node" : "edge"} at /${kind}/${before}.`,
        hint: "Give one of the two another id.",
        // Edges and expressions that name the node mean one of the two; nothing names an edge.
        fix: replaceValue(path, id, free, `Name this one "${free}"`, isNode),
      };
    }
  }
};
