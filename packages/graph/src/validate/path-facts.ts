import type { Json } from "../definition/json.ts";
import { hasElse, portsOf } from "../definition/ports-of.ts";
import { BitRows } from "./bit-rows.ts";
import { rootsOf } from "./roots.ts";
import type { Arrow } from "./topology.ts";
import type { ValidationContext } from "./validation-context.ts";

/** What is known of a step when a node fires, whatever path was taken. */
export interface PathFacts {
  /** A path leads from `source` to `node`. */
  isBefore(source: number, node: number): boolean;
  /** Whenever `node` fires, `source` has completed. False also where that cannot be told. */
  isCertain(source: number, node: number): boolean;
}

/**
 * Passes over the graph in topological order, one bit for each node that somebody refers to (`columns`):
 *
 *     before    the node's ancestors
 *     resolved  ancestors that are over, taken or dead, when the node fires (a join `any` does not wait for all)
 *     forced    nodes that surely fire, sooner or later, once the node fires: behind a branch only what every port leads to
 *     given     nodes that surely fire in an execution in which the node fires: what every way in has in common, and what that forces
 *
 * So `certain` is resolved ∧ given. Cost: edges × columns / 32 words.
 */
export function pathFacts(context: ValidationContext, columns: readonly number[]): PathFacts {
  const { nodes, topology } = context;
  const { order, incoming, outgoing } = topology;
  const column = new Map(columns.map((index, at) => [index, at]));
  const rows = () => new BitRows(nodes.length, columns.length);
  const [before, resolved, forced, given] = [rows(), rows(), rows(), rows()];
  const scratch = new BitRows(2, columns.length);
  const roots = new Set(rootsOf(context).roots);
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

  const branching = new Map<number, Map<string, readonly Arrow[]>>();
  for (let position = order.length - 1; position >= 0; position--) {
    const node = order[position] as number;
    const ports = byPort(context, node, outgoing[node] ?? []);
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

  for (const root of roots) for (const other of roots) given.or(root, forced, other);
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
    return at !== undefined && row.has(node, at);
  };
  return {
    isBefore: (source, node) => has(before, node, source),
    isCertain: (source, node) => has(resolved, node, source) && has(given, node, source),
  };
}

function setBit(rows: BitRows, row: number, column: number | undefined): void {
  if (column !== undefined) rows.add(row, column);
}

function waits({ nodes }: ValidationContext, index: number): boolean {
  return (nodes[index]?.settings?.join ?? "all") === "all";
}

/** One taken edge is enough for it to fire in the end. */
function mustFire({ nodes }: ValidationContext, index: number): boolean {
  return typeof nodes[index]?.settings?.join !== "object";
}

/** The arrows of every port that the node can end on; a port without arrows counts too. */
function byPort(
  { nodes, types }: ValidationContext,
  index: number,
  arrows: readonly Arrow[],
): Map<string, readonly Arrow[]> {
  const ports = new Map<string, Arrow[]>();
  const node = nodes[index];
  const type = node === undefined ? undefined : types.get(node.type);
  for (const port of node === undefined ? [] : portsOf(node, type)) ports.set(port, []);
  const cases = node?.data["cases"];
  // With an else case a branch never ends on `out`.
  if (type?.portsFrom === "cases" && Array.isArray(cases) && hasElse(cases as readonly Json[])) ports.delete("out");
  for (const arrow of arrows) {
    if (arrow.port === "error" && !ports.has("error")) ports.set("error", []);
    ports.get(arrow.port)?.push(arrow);
  }
  return ports;
}
