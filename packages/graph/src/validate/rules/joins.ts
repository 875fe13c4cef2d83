import type { Rule } from "../rule.ts";

/** A join never waits for more edges than there are (rule 4). */
export const joins: Rule = function* ({ nodes, topology, nodePath }) {
  for (const [index, node] of nodes.entries()) {
    const join: unknown = node.settings?.join;
    const wanted = typeof join === "object" && join !== null ? (join as { readonly count?: unknown }).count : undefined;
    const incoming = topology.incoming[index]?.length ?? 0;
    if (typeof wanted !== "number" || wanted <= incoming) continue;
    yield {
      code: "JOIN_NEVER_MET",
      severity: "error",
      path: `${nodePath(index)}/settings/join/count`,
      node: node.id,
      message: `"${node.id}" waits for ${wanted} taken edges, and only ${incoming} lead to it.`,
      cure: `Write a count from 1 to ${Math.max(incoming, 1)}, or draw the missing edges.`,
    };
  }
};
