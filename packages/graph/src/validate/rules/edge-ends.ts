import type { GraphEdge } from "../../definition/graph.ts";
import type { Json } from "../../definition/json.ts";
import { valueAt } from "../../definition/json-pointer.ts";
import { correction, removeValue } from "../make-fix.ts";
import type { Rule } from "../rule.ts";
import type { ValidationContext } from "../validation-context.ts";

/** Both ends of an edge must exist. A branch's `next` to a missing node is only a warning: the path ends there. */
export const edgeEnds: Rule = function* (context) {
  const { edges, unknownNext, topology, edgePath } = context;
  const { indexOf } = topology;
  for (const [index, edge] of edges.entries()) {
    if (!indexOf.has(edge.source)) {
      yield {
        code: "EDGE_FROM_NOWHERE",
        severity: "error",
        path: `${edgePath(index)}/source`,
        node: edge.id,
        message: `The edge "${edge.id}" comes from "${edge.source}", but there is no such node.`,
        ...mend(edge, "source", edgePath(index), context),
      };
    }
    if (!indexOf.has(edge.target)) {
      yield {
        code: "EDGE_TO_NOWHERE",
        severity: "error",
        path: `${edgePath(index)}/target`,
        node: edge.id,
        message: `The edge "${edge.id}" leads to "${edge.target}", but there is no such node.`,
        ...mend(edge, "target", edgePath(index), context),
      };
    }
  }
  for (const { path, node, next, port } of unknownNext) {
    const name = typeof next === "string" ? next : JSON.stringify(next);
    const { question, ...fix } = correction(context, name, indexOf.keys(), path);
    yield {
      code: "BRANCH_NEXT_UNKNOWN",
      severity: "warning",
      path,
      node,
      message: `The case "${port}" of "${node}" continues at "${name}", but there is no such node: the path ends there.`,
      hint: `${question}Add the node "${name}", or remove "next" where the path is meant to end.`,
      ...fix,
    };
  }
};

function mend(edge: GraphEdge, end: "source" | "target", path: string, context: ValidationContext) {
  const { question, fix } = correction(context, edge[end], context.topology.indexOf.keys(), `${path}/${end}`);
  const whole = valueAt(context.graph, path) as Json;
  return {
    hint: `${question}Name a node, or remove the edge.`,
    fix: fix ?? removeValue(path, whole, `Remove the edge "${edge.id}"`, true),
  };
}
