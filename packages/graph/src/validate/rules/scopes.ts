import type { Rule } from "../rule.ts";

/** Both ends of an edge must be in the same scope (rule 2). Edges into and out of a container attach to the container itself. */
export const scopes: Rule = function* ({ nodes, edges, topology, edgePath }) {
  for (const [index, edge] of edges.entries()) {
    const source = nodes[topology.indexOf.get(edge.source) ?? -1];
    const target = nodes[topology.indexOf.get(edge.target) ?? -1];
    if (source === undefined || target === undefined || source.parentId === target.parentId) continue;
    yield {
      code: "EDGE_ACROSS_SCOPES",
      severity: "error",
      path: edgePath(index),
      node: edge.id,
      message: `"${source.id}" (${place(source.parentId)}) and "${target.id}" (${place(target.parentId)}) are in different scopes.`,
      hint: "Let the edge begin or end at the container itself, or move one of the nodes.",
    };
  }
};

const place = (parentId: string | undefined) => (parentId === undefined ? "at the top level" : `in "${parentId}"`);
