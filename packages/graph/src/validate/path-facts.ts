import { BitRows } from "./bit-rows.ts";
import { alwaysPort, endingsOf } from "./endings.ts";
import type { Arrow } from "./topology.ts";
import type { ValidationContext } from "./validation-context.ts";
import { fieldOfKind } from "./node-fields.ts";

/** What holds for a step at the moment when another node of its scope fires, on every possible path. */
export interface PathFacts {
  /** A path leads from `source` to `node`. */
  isBefore(source: number, node: number): boolean;
  /** True if `source` has certainly completed whenever `node` fires. False also if that cannot be decided. */
  isCertain(source: number, node: number): boolean;
  /** True if `source` has certainly completed whenever its scope ends by itself. False also if that cannot be decided. */
  isCertainAtEnd(source: number): boolean;
}

/**
 * Walks each scope in topological order and keeps one bit for each node of the scope that an expression reads (`read`):
 *
 *     before    the node's ancestors
 *     resolved  ancestors that have ended or can no longer run when the node fires (a join `any` does not wait for all)
 *     forced    nodes that certainly fire, sooner or later, once the node fires: behind a branch only those that every port leads to
 *     given     nodes that certainly fire in an execution in which the node fires: those common to every path to it, and those that they force
 *
 * So `certain` is resolved ∧ given. Scopes share the columns. Cost: edges × (most nodes read in one scope) / 32 words.
 */
export function pathFacts(context: ValidationContext, read: readonly number[]): PathFacts {
  const { nodes, topology, scopes } = context;
  const { order, incoming, outgoing } = topology;
  const { column, width } = columnsOf(read, scopes.scopeOf);
  const rows = () => new BitRows(nodes.length, width);
  const [before, resolved, forced, given] = [rows(), rows(), rows(), rows()];
  const scratch = new BitRows(2, width);
  const roots = new Set([...scopes.roots.values()].flat());
  const fires = new Set<number>();

  for (const node of order) {
    const arrows = incoming[node] ?? [];
    const waitsForAll = waits(context, node);
    for (const [position, { source }] of arrows.entries()) {
      before.or(node, before, source);
      setBit(before, node, column.get(source));
      if (waitsForAll || position === 0) {
        resolved.or(node, resolved, source);
        setBit(resolved, node, column.get(source));
        continue;
      }
      scratch.copy(0, resolved, source);
      setBit(scratch, 0, column.get(source));
      resolved.and(node, scratch, 0);
    }
    if (roots.has(node) || arrows.some(({ source }) => fires.has(source))) fires.add(node);
  }

  const branching = new Map<number, ReadonlyMap<string, readonly Arrow[]>>();
  for (let position = order.length - 1; position >= 0; position--) {
    const node = order[position] as number;
    const ports = endings(context, node, outgoing[node] ?? []);
    if (ports.size > 1) branching.set(node, ports);
    let first = true;
    for (const arrows of ports.values()) {
      scratch.clear(0);
      for (const { target } of arrows) if (mustFire(context, target)) scratch.or(0, forced, target);
      if (first) forced.copy(node, scratch, 0);
      else forced.and(node, scratch, 0);
      first = false;
    }
    setBit(forced, node, column.get(node));
  }

  const certainAtEnd = new Set<number>();
  for (const [scope, list] of scopes.roots) {
    scratch.clear(0);
    for (const root of list) scratch.or(0, forced, root);
    for (const root of list) given.copy(root, scratch, 0);
    const members = scopes.members.get(scope) ?? [];
    if (members.some((index) => mayTerminate(context, index))) continue;
    for (const index of members) {
      const at = column.get(index);
      if (at !== undefined && scratch.has(0, at)) certainAtEnd.add(index);
    }
  }
  for (const node of order) {
    if (!fires.has(node) || roots.has(node)) continue;
    let first = true;
    for (const { source, port } of incoming[node] ?? []) {
      if (!fires.has(source)) continue;
      scratch.copy(1, given, source);
      for (const { target } of branching.get(source)?.get(port) ?? []) {
        if (mustFire(context, target)) scratch.or(1, forced, target);
      }
      if (first) given.copy(node, scratch, 1);
      else given.and(node, scratch, 1);
      first = false;
    }
    given.or(node, forced, node);
  }

  const has = (row: BitRows, node: number, source: number) => {
    const at = column.get(source);
    return at !== undefined && scopes.scopeOf[source] === scopes.scopeOf[node] && row.has(node, at);
  };
  return {
    isBefore: (source, node) => has(before, node, source),
    isCertain: (source, node) => has(resolved, node, source) && has(given, node, source),
    isCertainAtEnd: (source) => certainAtEnd.has(source),
  };
}

/** Gives each node that an expression reads a column number that is unique in its scope. */
function columnsOf(
  read: readonly number[],
  scopeOf: readonly number[],
): { readonly column: ReadonlyMap<number, number>; readonly width: number } {
  const column = new Map<number, number>();
  const used = new Map<number, number>();
  let width = 0;
  for (const index of read) {
    const scope = scopeOf[index] as number;
    const next = used.get(scope) ?? 0;
    column.set(index, next);
    used.set(scope, next + 1);
    width = Math.max(width, next + 1);
  }
  return { column, width };
}

function setBit(rows: BitRows, row: number, column: number | undefined): void {
  if (column !== undefined) rows.add(row, column);
}

function waits({ nodes }: ValidationContext, index: number): boolean {
  return (nodes[index]?.settings?.join ?? "all") === "all";
}

/** Whether one taken edge is enough for the node to fire in the end. */
function mustFire({ nodes }: ValidationContext, index: number): boolean {
  return typeof nodes[index]?.settings?.join !== "object";
}

/** For each port that the node can end on, the arrows that are taken when it does. */
function endings(
  { nodes, types }: ValidationContext,
  index: number,
  arrows: readonly Arrow[],
): ReadonlyMap<string, readonly Arrow[]> {
  const node = nodes[index];
  if (node === undefined) return new Map();
  const ports = endingsOf(node, types.get(node.type), arrows);
  const alwaysOf = alwaysPort(node);
  const always = ports.get(alwaysOf ?? "");
  if (always === undefined) return ports;
  // A `try` without a catch may take `finally` alone; its failure then continues to the scope around it.
  return new Map([...ports].map(([port, own]) => [port, port === alwaysOf ? own : [...own, ...always]]));
}

/** Whether the node ends its scope although other nodes of that scope may still be running. */
function mayTerminate({ nodes }: ValidationContext, index: number): boolean {
  const node = nodes[index];
  const field = node === undefined ? undefined : fieldOfKind(node.type, "endsScope");
  return field !== undefined && (node?.data[field] ?? false) !== false;
}
