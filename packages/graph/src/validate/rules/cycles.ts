import type { Rule } from "../rule.ts";
import type { Topology } from "../topology.ts";

/** Edges must not form a cycle: a node fires once (rule 4), and loops are containers. Cycles that share nodes are one problem. */
export const cycles: Rule = function* ({ nodes, topology, nodePath }) {
  for (const loop of loopsOf(topology)) {
    const ids = loop.map((index) => nodes[index]?.id ?? "");
    const shown = ids.length > 12 ? [...ids.slice(0, 11), `… ${ids.length - 11} more`] : ids;
    yield {
      code: "GRAPH_CYCLE",
      severity: "error",
      path: nodePath(loop[0] as number),
      node: ids[0] as string,
      message: `These nodes form a cycle: ${[...shown, ids[0]].join(" → ")}.`,
      hint: "Remove one of these edges. To try a step again use settings.retry; other loops are containers.",
    };
  }
};

/** Removes all sources and sinks again and again, then walks from each remaining node until it meets one a second time. */
function loopsOf({ cyclic, outgoing, incoming }: Topology): number[][] {
  const knot = withoutSinks(cyclic, outgoing, incoming);
  const loops: number[][] = [];
  const done = new Set<number>();
  for (const start of [...knot].sort((a, b) => a - b)) {
    const trail: number[] = [];
    const positions = new Map<number, number>();
    let at: number | undefined = start;
    while (at !== undefined && !done.has(at) && !positions.has(at)) {
      positions.set(at, trail.length);
      trail.push(at);
      at = outgoing[at]?.find((arrow) => knot.has(arrow.target))?.target;
    }
    const from = at === undefined ? undefined : positions.get(at);
    if (from !== undefined) loops.push(fromSmallest(trail.slice(from)));
    for (const index of trail) done.add(index);
  }
  return loops;
}

function withoutSinks(
  cyclic: ReadonlySet<number>,
  outgoing: Topology["outgoing"],
  incoming: Topology["incoming"],
): Set<number> {
  const left = new Map(
    [...cyclic].map((index) => [index, (outgoing[index] ?? []).filter((arrow) => cyclic.has(arrow.target)).length]),
  );
  const sinks = [...left].flatMap(([index, count]) => (count === 0 ? [index] : []));
  for (let sink = sinks.pop(); sink !== undefined; sink = sinks.pop()) {
    left.delete(sink);
    for (const { source } of incoming[sink] ?? []) {
      const count = left.get(source);
      if (count === undefined) continue;
      left.set(source, count - 1);
      if (count === 1) sinks.push(source);
    }
  }
  return new Set(left.keys());
}

/** Rotates the cycle to begin at its smallest node, so that the message does not depend on where the walk entered it. */
function fromSmallest(loop: readonly number[]): number[] {
  let first = 0;
  for (let index = 1; index < loop.length; index++)
    if ((loop[index] as number) < (loop[first] as number)) first = index;
  return [...loop.slice(first), ...loop.slice(0, first)];
}
