import type { GraphNode } from "../definition/graph.ts";
import { MAX_NESTING } from "../definition/limits.ts";
import type { Topology } from "./topology.ts";
import { descriptorOf, isContainer } from "../interpret/constructs/index.ts";

/** The scope of the top level. Every other scope is named by the index of its container. */
export const TOP = -1;

/** The scope of each node, and the roots of each scope. A scope is the index of its container, or `TOP`. */
export interface ScopeTree {
  /** By node. */
  readonly scopeOf: readonly number[];
  /** The members of each scope, in the graph's order. Contains `TOP` and every container, even an empty one. */
  readonly members: ReadonlyMap<number, readonly number[]>;
  /** The roots of each scope: the nodes that fire when it begins (rule 2). */
  readonly roots: ReadonlyMap<number, readonly number[]>;
  /** Whether the top level has a node of type `start`. */
  readonly hasStart: boolean;
  /** For each compensating node, the nodes that it compensates. It is not a root; it runs when the scope is compensated (rule 8). */
  readonly compensates: ReadonlyMap<number, readonly number[]>;
  /** Nodes that an execution can reach: a path leads to them and to each container around them. Excludes compensating nodes. */
  readonly fires: ReadonlySet<number>;
  /** The scope itself, then the scopes around it, up to `TOP`. Stops early if containers contain each other or are nested too deeply. */
  around(scope: number): Iterable<number>;
}

export function scopeTree(nodes: readonly GraphNode[], topology: Topology): ScopeTree {
  const { indexOf, incoming, outgoing, order } = topology;
  const scopeOf = nodes.map(({ parentId }) => (parentId === undefined ? TOP : (indexOf.get(parentId) ?? TOP)));
  const members = new Map<number, number[]>([[TOP, []]]);
  for (const [index, node] of nodes.entries()) if (isContainer(node.type)) members.set(index, []);
  for (const [index, scope] of scopeOf.entries()) members.get(scope)?.push(index);

  const compensates = new Map<number, number[]>();
  for (const [index, node] of nodes.entries()) {
    const compensating = indexOf.get(node.settings?.compensate ?? "");
    if (compensating !== undefined && compensating !== index)
      compensates.set(compensating, [...(compensates.get(compensating) ?? []), index]);
  }
  const isStart = (index: number) => descriptorOf(nodes[index]?.type ?? "")?.begins === true;
  const isEdgeless = (index: number) => incoming[index]?.length === 0 && outgoing[index]?.length === 0;

  const roots = new Map<number, readonly number[]>();
  let hasStart = false;
  for (const [scope, list] of members) {
    const heads = list.filter(
      (index) => incoming[index]?.length === 0 && !(compensates.has(index) && isEdgeless(index) && !isStart(index)),
    );
    const starts = scope === TOP ? heads.filter(isStart) : [];
    // A node without edges among others is ignored at the top level, but is a branch of its own in a container.
    const connected = scope === TOP ? heads.filter((index) => !isEdgeless(index)) : [];
    if (starts.length > 0) hasStart = true;
    roots.set(scope, starts.length > 0 ? starts : connected.length > 0 ? connected : heads);
  }

  function* around(scope: number): Iterable<number> {
    let at = scope;
    for (let level = 0; at !== TOP && level <= MAX_NESTING; level++) {
      yield at;
      at = scopeOf[at] ?? TOP;
    }
    if (at === TOP) yield TOP;
  }
  const fires = firing(order, [...roots.values()].flat(), incoming, members, scopeOf);
  return { scopeOf, members, roots, hasStart, compensates, fires, around };
}

function firing(
  order: Topology["order"],
  roots: readonly number[],
  incoming: Topology["incoming"],
  members: ReadonlyMap<number, readonly number[]>,
  scopeOf: readonly number[],
): ReadonlySet<number> {
  const inScope = new Set(roots);
  for (const index of order) {
    if (incoming[index]?.some(({ source }) => inScope.has(source))) inScope.add(index);
  }
  const fires = new Set<number>();
  // Works from the outermost scope inwards, because the members of a container that never runs never run either.
  const left = [TOP];
  for (let scope = left.pop(); scope !== undefined; scope = left.pop()) {
    for (const index of members.get(scope) ?? []) {
      if (!inScope.has(index) || scopeOf[index] !== scope || fires.has(index)) continue;
      fires.add(index);
      if (members.has(index)) left.push(index);
    }
  }
  return fires;
}
