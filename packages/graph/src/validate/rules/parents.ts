import { VISUAL_GROUP_TYPE, type GraphNode } from "../../definition/graph.ts";
import { constructDescriptors, isContainer } from "../../interpret/constructs/index.ts";
import { MAX_NESTING } from "../../definition/limits.ts";
import type { Problem } from "../../definition/problem.ts";
import { correction, removeValue } from "../make-fix.ts";
import type { Rule } from "../rule.ts";
import { TOP } from "../scope-tree.ts";

const CONTAINERS = constructDescriptors.flatMap(({ container, manifest }) => (container ? [manifest?.type] : []));

/**
 * `parentId` must name a container (or a visual frame, which has no meaning), containers must not contain each other in a
 * circle, and must not be nested deeper than the path of a step allows. The rule reads the graph as it was sent, because
 * normalising removes wrong parents.
 */
export const parents: Rule = function* (context) {
  const { graph, nodes, types, scopes, topology, nodePath } = context;
  const byId = new Map<string, Placed>();
  for (const [index, node] of graph.nodes.entries()) if (!byId.has(node.id)) byId.set(node.id, { index, node });
  for (const [index, node] of graph.nodes.entries()) {
    if (node.parentId === undefined) continue;
    const place = { path: `/nodes/${index}/parentId`, node: node.id };
    const parent = byId.get(node.parentId)?.node;
    // parentId has no effect in both cases, so removing it changes nothing else.
    const removed = removeValue(place.path, node.parentId, "Remove parentId");
    if (parent === undefined) {
      const { question, fix = removed } = correction(context, node.parentId, topology.indexOf.keys(), place.path);
      yield {
        code: "PARENT_UNKNOWN",
        severity: "warning",
        ...place,
        message: `"${node.id}" has the parent "${node.parentId}", but there is no such node: it is treated as a node of the top level.`,
        hint: `${question}Name a container, or remove parentId.`,
        fix,
      };
    } else if (parent.type !== VISUAL_GROUP_TYPE && !isContainer(parent.type) && types.has(parent.type)) {
      yield {
        code: "PARENT_NOT_A_CONTAINER",
        severity: "warning",
        ...place,
        message: `"${node.id}" has the parent "${parent.id}", but a node of type ${parent.type} is not a container: parentId is ignored.`,
        hint: `Name one of the containers (${CONTAINERS.join(", ")}), or remove parentId.`,
        fix: removed,
      };
    }
  }
  yield* circles(byId);

  const tooDeep = [...(scopes.members.get(TOP) ?? [])].map((index) => ({ index, depth: 0 }));
  for (let at = tooDeep.pop(); at !== undefined; at = tooDeep.pop()) {
    const { index, depth } = at;
    if (depth <= MAX_NESTING) {
      for (const child of scopes.members.get(index) ?? []) tooDeep.push({ index: child, depth: depth + 1 });
      continue;
    }
    yield {
      code: "NESTING_TOO_DEEP",
      severity: "error",
      path: `${nodePath(index)}/parentId`,
      node: nodes[index]?.id ?? "",
      message: `There are more than ${MAX_NESTING} containers around "${nodes[index]?.id}".`,
      hint: "Move the inner part into a workflow of its own and call it with call_workflow.",
    };
  }
};

interface Placed {
  readonly index: number;
  readonly node: GraphNode;
}

/** One problem for each circle. */
function* circles(byId: ReadonlyMap<string, Placed>): Generator<Problem> {
  const state = new Map<string, "walking" | "done">();
  for (const start of byId.values()) {
    const trail: string[] = [];
    let at: string | undefined = start.node.id;
    while (at !== undefined && byId.has(at) && !state.has(at)) {
      state.set(at, "walking");
      trail.push(at);
      at = byId.get(at)?.node.parentId;
    }
    const from = at !== undefined && state.get(at) === "walking" ? trail.indexOf(at) : -1;
    for (const id of trail) state.set(id, "done");
    if (from === -1) continue;
    const circle = trail.slice(from);
    const shown = circle.length > 12 ? [...circle.slice(0, 11), `… ${circle.length - 11} more`] : circle;
    yield {
      code: "PARENT_CYCLE",
      severity: "error",
      path: `/nodes/${byId.get(circle[0] as string)?.index}/parentId`,
      node: circle[0] as string,
      message: `These nodes contain each other: ${[...shown, circle[0]].join(" in ")}.`,
      hint: "Remove the parentId of the outermost one.",
    };
  }
}
