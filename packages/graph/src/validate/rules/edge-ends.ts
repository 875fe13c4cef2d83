import type { Rule } from "../rule.ts";

/** Both ends of an edge must exist. A branch's `next` to a missing node is only a warning: the path ends there. */
export const edgeEnds: Rule = function* ({ edges, unknownNext, topology, edgePath, suggest }) {
  const { indexOf } = topology;
  for (const [index, edge] of edges.entries()) {
    if (!indexOf.has(edge.source)) {
      yield {
        code: "EDGE_FROM_NOWHERE",
        severity: "error",
        path: `${edgePath(index)}/source`,
        node: edge.id,
        message: `The edge "${edge.id}" comes from "${edge.source}", but there is no such node.`,
        hint: `${suggest(edge.source, indexOf.keys())}Name a node, or remove the edge.`,
      };
    }
    if (!indexOf.has(edge.target)) {
      yield {
        code: "EDGE_TO_NOWHERE",
        severity: "error",
        path: `${edgePath(index)}/target`,
        node: edge.id,
        message: `The edge "${edge.id}" leads to "${edge.target}", but there is no such node.`,
        hint: `${suggest(edge.target, indexOf.keys())}Name a node, or remove the edge.`,
      };
    }
  }
  for (const { path, node, next, port } of unknownNext) {
    const name = typeof next === "string" ? next : JSON.stringify(next);
    yield {
      code: "BRANCH_NEXT_UNKNOWN",
      severity: "warning",
      path,
      node,
      message: `The case "${port}" of "${node}" continues at "${name}", but there is no such node: the path ends there.`,
      hint: `${suggest(name, indexOf.keys())}Add the node "${name}", or remove "next" where the path is meant to end.`,
    };
  }
};
