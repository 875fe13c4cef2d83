import { executionLimits } from "../../definition/execution-limits.ts";
import { INTERPRETER_VERSION } from "../../definition/definition.ts";
import type { GraphNode } from "../../definition/graph.ts";
import { constructOf, descriptorOf } from "../../interpret/constructs/index.ts";
import type { Rule } from "../rule.ts";
import { TOP } from "../scope-tree.ts";
import type { ValidationContext } from "../validation-context.ts";

const { steps: BOUND } = executionLimits(INTERPRETER_VERSION);

/** A graph that asks for more steps at once than an execution may have under way (rule 15): the rest waits, which the author may not expect. */
export const underWay: Rule = function* (context) {
  const { nodes, scopes, topology, nodePath } = context;
  const widths = widthsOf(context);
  const first = sum(scopes.roots.get(TOP) ?? [], widths);
  if (first > BOUND) yield { ...TOO_MANY, path: "/nodes", message: `The graph begins with ${first} steps${REST}` };
  for (const index of topology.order) {
    for (const [port, width] of widthsBehind(index, context, widths)) {
      if (width > BOUND) yield problem(nodes[index]!, nodePath(index), `behind its port "${port}"`, width);
    }
  }
  for (const [scope] of scopes.members) {
    const width = widths[scope] ?? 0;
    if (width > BOUND && insideOf(scope, context, widths) <= BOUND)
      yield problem(nodes[scope]!, nodePath(scope), "inside it", width);
  }
};

function problem(node: GraphNode, path: string, where: string, width: number) {
  const message = `"${node.id}" asks for ${width} steps at once ${where}${REST}`;
  return { ...TOO_MANY, path, node: node.id, message };
}

const REST = `; ${BOUND} run at a time, and the rest waits in order.`;
const TOO_MANY = {
  code: "TOO_MANY_AT_ONCE",
  severity: "warning",
  hint: "Lower the concurrency, or let a loop call a workflow for each part: each execution has a bound of its own.",
} as const;

/** By node: the steps that it may have under way at once, as far as the graph alone says it. */
function widthsOf(context: ValidationContext): number[] {
  const { nodes, types, scopes } = context;
  const widths = nodes.map((node, index): number => {
    const type = types.get(node.type);
    if (type === undefined || scopes.members.has(index)) return 0;
    return constructOf({ type: node.type, runs: type.runs }).commandsActivity === true ? 1 : 0;
  });
  // From the inside out: a container needs to know what is in it. One that is nested too deep is another rule's problem.
  const depthOf = (scope: number): number => [...scopes.around(scope)].length;
  const containers = [...scopes.members.keys()].filter((scope) => scope !== TOP);
  for (const scope of containers.toSorted((a, b) => depthOf(b) - depthOf(a)))
    widths[scope] = timesAtOnce(nodes[scope]!) * insideOf(scope, context, widths);
  return widths;
}

/** The most that begins together in a scope: its roots, or what stands behind one port. */
function insideOf(scope: number, context: ValidationContext, widths: readonly number[]): number {
  const { scopes } = context;
  let most = sum(scopes.roots.get(scope) ?? [], widths);
  for (const index of scopes.members.get(scope) ?? []) {
    for (const [, width] of widthsBehind(index, context, widths)) most = Math.max(most, width);
  }
  return most;
}

/** By port. */
function widthsBehind(
  index: number,
  context: ValidationContext,
  widths: readonly number[],
): ReadonlyMap<string, number> {
  const behind = new Map<string, number>();
  for (const { port, target } of context.topology.outgoing[index] ?? []) {
    behind.set(port, (behind.get(port) ?? 0) + counted(widths[target]!));
  }
  return behind;
}

function sum(indexes: readonly number[], widths: readonly number[]): number {
  return indexes.reduce((total, index) => total + counted(widths[index]!), 0);
}

/** What is too wide by itself has said so, and counts as one step to what stands around it. */
function counted(width: number): number {
  return width > BOUND ? 1 : width;
}

function timesAtOnce({ type, data }: GraphNode): number {
  if (descriptorOf(type)?.container?.loop !== "items") return 1;
  const { concurrency, items } = data;
  const wanted = typeof concurrency === "number" ? concurrency : 1;
  return Array.isArray(items) ? Math.min(wanted, items.length) : wanted;
}
