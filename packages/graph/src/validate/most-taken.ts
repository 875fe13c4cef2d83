import { alwaysPort, endingsOf } from "./endings.ts";
import type { Arrow } from "./topology.ts";
import type { ValidationContext } from "./validation-context.ts";

/** An upper bound of how many of a node's incoming edges one execution can take. */
export type MostTaken = (node: number) => number;

/** After this many steps the walk gives up and answers the plain count of edges, so that joins of long paths stay cheap. */
const MAX_STEPS = 2_000_000;

/**
 * A node ends on one port, so nodes behind two different ports of one branch never run in the same execution. The tree of
 * dominators shows which nodes exclude each other: its parent of a node is the port that every path to the node leads
 * through, and its parent of a port is the port's node. Below a port everything may run; below a node only one port is taken.
 */
export function mostTaken(context: ValidationContext): MostTaken {
  const { nodes, types, topology, scopes } = context;
  const { incoming, outgoing, order } = topology;
  let steps = 0;

  // An event is a node that fires (the number is its index) or a node that ends on a port (numbers from nodes.length on).
  // The number -1 stands for the beginning of the scope.
  const parent: number[] = nodes.map(() => -1);
  const depth: number[] = nodes.map(() => 0);
  const portEvents = new Map<number, ReadonlyMap<string, number>>();

  const eventOf = ({ source, port }: Arrow) => portEvents.get(source)?.get(port);
  const isLive = (arrow: Arrow) => scopes.fires.has(arrow.source) && eventOf(arrow) !== undefined;

  for (const index of order) {
    const node = nodes[index];
    if (node === undefined) continue;
    let above: number | undefined;
    for (const arrow of incoming[index] ?? []) {
      const event = eventOf(arrow);
      if (event === undefined || !isLive(arrow)) continue;
      above = above === undefined ? event : common(above, event);
    }
    parent[index] = above ?? -1;
    depth[index] = above === undefined || above === -1 ? 0 : (depth[above] as number) + 1;
    const events = new Map<string, number>();
    for (const port of endingsOf(node, types.get(node.type), outgoing[index] ?? []).keys()) {
      events.set(port, parent.length);
      depth.push((depth[index] as number) + 1);
      parent.push(index);
    }
    portEvents.set(index, events);
  }

  function common(one: number, other: number): number {
    let [a, b] = [one, other];
    while (a !== b) {
      if (++steps > MAX_STEPS || a === -1 || b === -1) return -1;
      if ((depth[a] as number) >= (depth[b] as number)) a = parent[a] as number;
      else b = parent[b] as number;
    }
    return a;
  }

  return (node) => {
    const arrows = incoming[node] ?? [];
    const top = parent[node] as number;
    const own = new Map<number, number>();
    const below = new Map<number, Set<number>>();
    for (const arrow of arrows) {
      let event = eventOf(arrow);
      if (event === undefined || !isLive(arrow)) continue;
      own.set(event, (own.get(event) ?? 0) + 1);
      while (event !== top && event !== -1) {
        if (++steps > MAX_STEPS) return arrows.length;
        const above = parent[event] as number;
        const known = below.get(above);
        if (known?.has(event)) break;
        if (known === undefined) below.set(above, new Set([event]));
        else known.add(event);
        event = above;
      }
    }
    if (steps > MAX_STEPS) return arrows.length;
    return most(top, own, below);
  };

  function most(
    top: number,
    own: ReadonlyMap<number, number>,
    below: ReadonlyMap<number, ReadonlySet<number>>,
  ): number {
    // Visits children before parents. A loop, because recursion would overflow the stack on long paths.
    const trail = [top];
    for (let at = 0; at < trail.length; at++) trail.push(...(below.get(trail[at] as number) ?? []));
    const result = new Map<number, number>();
    for (const event of trail.toReversed()) {
      let sum = own.get(event) ?? 0;
      let best = 0;
      for (const child of below.get(event) ?? []) {
        const count = result.get(child) ?? 0;
        // A node takes one of its ports. A node that several ports lead to does not depend on which one it is.
        if (child >= nodes.length && child !== portEvents.get(event)?.get(alwaysPort(nodes[event]) ?? ""))
          best = Math.max(best, count);
        else sum += count;
      }
      result.set(event, sum + best);
    }
    return result.get(top) ?? 0;
  }
}
