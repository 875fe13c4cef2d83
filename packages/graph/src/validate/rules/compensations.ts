import type { GraphNode } from "../../definition/graph.ts";
import { correction } from "../make-fix.ts";
import type { Rule } from "../rule.ts";
import type { ValidationContext } from "../validation-context.ts";

/**
 * The node that compensates a step (rule 8) must be an activity of the same scope without any edges. A failure or a cancel
 * runs it, in reverse order of completion; it has no place in the order of the graph.
 */
export const compensations: Rule = function* (context) {
  const { nodes, topology, nodePath } = context;
  for (const [index, node] of nodes.entries()) {
    const id = node.settings?.compensate;
    if (typeof id !== "string") continue;
    const place = { path: `${nodePath(index)}/settings/compensate`, node: node.id } as const;
    const compensating = topology.indexOf.get(id);
    if (compensating === undefined) {
      const { question, ...fix } = correction(context, id, topology.indexOf.keys(), place.path);
      yield {
        code: "COMPENSATION_UNKNOWN",
        severity: "error",
        ...place,
        message: `"${node.id}" names "${id}" as its compensation, but there is no such node.`,
        hint: `${question}Name a node.`,
        ...fix,
      };
      continue;
    }
    const wrong = whyNot(index, compensating, nodes[compensating] as GraphNode, context);
    if (wrong === null) continue;
    const [why, hint] = wrong;
    yield {
      code: "COMPENSATION_INVALID",
      severity: "error",
      ...place,
      message: `"${id}" cannot compensate "${node.id}": ${why}.`,
      hint,
    };
  }
};

function whyNot(
  index: number,
  compensating: number,
  node: GraphNode,
  { types, topology, scopes }: ValidationContext,
): readonly [why: string, hint: string] | null {
  if (compensating === index) return ["it is the step itself", "Name another node."];
  if (scopes.scopeOf[compensating] !== scopes.scopeOf[index]) {
    return ["it is not in the same scope", "Give both the same parentId."];
  }
  const type = types.get(node.type);
  if (type !== undefined && type.runs !== "activity") {
    return [`${node.type} is carried out by the machine itself`, "Name a node whose type is an activity."];
  }
  if ((topology.incoming[compensating]?.length ?? 0) + (topology.outgoing[compensating]?.length ?? 0) > 0) {
    return ["edges lead to it or from it", "Remove its edges: it is run by a failure, not by an edge."];
  }
  if (node.settings?.compensate !== undefined) {
    return [
      "it has a compensation of its own, and a compensation cannot be compensated",
      "Remove its settings.compensate.",
    ];
  }
  return null;
}
