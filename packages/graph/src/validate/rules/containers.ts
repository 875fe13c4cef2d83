import type { GraphNode } from "../../definition/graph.ts";
import type { Problem } from "../../definition/problem.ts";
import type { Rule } from "../rule.ts";
import type { ValidationContext } from "../validation-context.ts";
import { descriptorOf } from "../../interpret/constructs/index.ts";
import { fieldOfKind } from "../node-fields.ts";

/** A container must not be empty, a race needs at least two branches, a try must handle the failure, and a loop needs a bound. */
export const containers: Rule = function* (context) {
  const { nodes, topology, scopes, nodePath } = context;
  for (const [index, node] of nodes.entries()) {
    const container = descriptorOf(node.type)?.container;
    if (container === undefined) continue;
    const place = { path: nodePath(index), node: node.id } as const;
    const bound = fieldOfKind(node.type, "bound");
    if (bound !== undefined && (node.data[bound] ?? null) === null) yield withoutBound(bound, place);
    // A container whose members form a cycle has no root either; the rule on cycles reports that.
    if (scopes.roots.get(index)?.length === 0 && !scopes.members.get(index)?.some((one) => topology.cyclic.has(one))) {
      yield {
        code: "CONTAINER_EMPTY",
        severity: "warning",
        ...place,
        message: `The container "${node.id}" is empty: it ends at once.`,
        hint: `Write "parentId": ${JSON.stringify(node.id)} on the nodes that belong into it, or remove it.`,
      };
      continue;
    }
    if (container.scopes === "perBranch") yield* race(index, context);
    if (container.catches !== true || catches(index, node, context)) continue;
    yield {
      code: "TRY_WITHOUT_CATCH",
      severity: "warning",
      ...place,
      message: `"${node.id}" has no edge on catch and none on finally: a failure inside it fails the scope around it, as if there were no try.`,
      hint: 'Draw an edge with sourceHandle "catch" to what handles the failure, or "finally" to what has to run in both cases.',
    };
  }
};

/** Whether the try does anything at a failure: by an edge, by a setting, or by compensating steps inside it. */
function catches(index: number, { settings, data }: GraphNode, { topology }: ValidationContext): boolean {
  if ((settings?.onError ?? "fail") !== "fail" || data["compensate"] === "onFail") return true;
  return (topology.outgoing[index] ?? []).some(({ port }) => port !== "out");
}

function withoutBound(field: string, { path, node }: { readonly path: string; readonly node: string }): Problem {
  return {
    code: "LOOP_WITHOUT_BOUND",
    severity: "error",
    path: `${path}/data`,
    node,
    message: `"${node}" has no ${field}: a condition that never turns false would keep it running for ever.`,
    hint: `Write the greatest number of rounds, for example "${field}": 100; reaching it is the failure LOOP_BOUND_REACHED.`,
  };
}

/** The nodes that edges and compensations connect form one branch (rule 6). */
function* race(index: number, context: ValidationContext): Generator<Problem> {
  const { nodes, scopes, nodePath } = context;
  const roots = scopes.roots.get(index) ?? [];
  const branchOf = branches(index, context);
  const byBranch = new Map<number, number[]>();
  for (const root of roots) {
    const branch = branchOf.get(root) ?? root;
    byBranch.set(branch, [...(byBranch.get(branch) ?? []), root]);
  }
  const place = { path: nodePath(index), node: nodes[index]?.id ?? "" } as const;
  const id = (root: number | undefined) => nodes[root ?? -1]?.id ?? "";
  for (const [first, second] of byBranch.values()) {
    if (second === undefined) continue;
    yield {
      code: "RACE_BRANCHES_SHARED",
      severity: "warning",
      ...place,
      message: `"${id(first)}" and "${id(second)}" lead to the same nodes: they are one branch of the race, not two.`,
      hint: "Give each branch nodes of its own, and join them behind the race.",
    };
  }
  if (byBranch.size !== 1) return;
  yield {
    code: "RACE_ONE_BRANCH",
    severity: "warning",
    ...place,
    message: `"${place.node}" has only one branch, which always wins.`,
    hint: "Put a second node without incoming edges into it, for example a delay.",
  };
}

/** For each member of the container, the first member of the branch that it belongs to. */
function branches(container: number, { nodes, scopes, topology }: ValidationContext): ReadonlyMap<number, number> {
  const beside = new Map<number, number[]>();
  const note = (a: number, b: number) => {
    const known = beside.get(a);
    if (known === undefined) beside.set(a, [b]);
    else known.push(b);
  };
  const members = scopes.members.get(container) ?? [];
  const inside = new Set(members);
  for (const member of members) {
    const compensating = topology.indexOf.get(nodes[member]?.settings?.compensate ?? "");
    if (compensating === undefined || !inside.has(compensating)) continue;
    note(member, compensating);
    note(compensating, member);
  }
  const found = new Map<number, number>();
  for (const start of members) {
    if (found.has(start)) continue;
    const left = [start];
    found.set(start, start);
    for (let at = left.pop(); at !== undefined; at = left.pop()) {
      const near = [
        ...(topology.outgoing[at] ?? []).map(({ target }) => target),
        ...(topology.incoming[at] ?? []).map(({ source }) => source),
        ...(beside.get(at) ?? []),
      ];
      for (const next of near) {
        if (found.has(next)) continue;
        found.set(next, start);
        left.push(next);
      }
    }
  }
  return found;
}
