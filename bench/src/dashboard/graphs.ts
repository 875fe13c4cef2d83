import { edges, graph, inside, node } from "@tempograph/graph/conformance";
import type { Graph, GraphNode } from "@tempograph/graph";

const indices = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const passes = (id: string, value: string): GraphNode => node(id, "transform", { output: `{{ ${value} }}` });

/**
 * A graph of 1,001 nodes, none of which has a place: a start and 25 rows of two loops. Each loop has a branch and a try in it, 20 nodes
 * in all.
 */
export function thousandNodes(): Graph {
  const chains: string[] = [];
  const all = indices(50).map((loop) => {
    const name = (part: string): string => `${part}${String(loop)}`;
    const first = indices(5).map((index) => passes(name(`a${String(index)}_`), "item"));
    const left = indices(4).map((index) => passes(name(`b${String(index)}_`), "item"));
    const right = indices(4).map((index) => passes(name(`c${String(index)}_`), "item"));
    const tried = inside(
      node(name("try"), "try"),
      indices(3).map((index) => passes(name(`d${String(index)}_`), "item")),
    );
    const rescue = passes(name("rescue"), "item");
    const [large, small] = [left[0]!.id, right[0]!.id];
    const choice = node(name("choice"), "branch", {
      cases: [
        { label: "large", condition: { ">": [{ var: "item" }, 10] }, next: large },
        { else: true, next: small },
      ],
    });
    const row = (nodes: readonly GraphNode[]): string => nodes.map(({ id }) => id).join(" > ");
    chains.push(
      `${row(first)} > ${choice.id}`,
      row(left),
      row(right),
      `${left.at(-1)!.id} > ${tried[0]!.id}`,
      row(tried.slice(1)),
      `${tried[0]!.id}:catch > ${rescue.id}`,
    );
    return inside(
      node(name("each"), "for_each", { items: "{{ payload.items }}" }),
      first,
      left,
      right,
      choice,
      tried,
      rescue,
    );
  });
  for (const lane of indices(25)) {
    const loops = indices(2).map((index) => `each${String(lane * 2 + index)}`);
    chains.push(["start", ...loops].join(" > "));
  }
  return graph([node("start", "start"), ...all], edges(...chains));
}

/** How many items `manySteps` needs for a trace of 10,000 entries: each item gives as many as there are nodes in the loop. */
export const ITEMS = 2_500;

/** A loop with four nodes, and a chain of twenty behind it. */
export function manySteps(): Graph {
  const members = indices(4).map((index) => passes(`m${String(index)}`, "item"));
  const chain = indices(20).map((index) => passes(`s${String(index)}`, "payload.name"));
  return graph(
    [node("start", "start"), inside(node("each", "for_each", { items: "{{ payload.items }}" }), members), ...chain],
    edges(members.map(({ id }) => id).join(" > "), ["start", "each", ...chain.map(({ id }) => id)].join(" > ")),
  );
}

/** The nodes of `calls` that call a server, one after the other. */
export const CALLS: readonly string[] = indices(25).map((index) => `call${String(index)}`);

/** A chain of calls, which begins when it is told to: by then somebody looks at it. */
export function calls(url: string): Graph {
  const steps = CALLS.map((id) => node(id, "http_call", { method: "GET", url }));
  return graph(
    [node("start", "start"), node("go", "wait_for_signal", { name: "go" }), ...steps],
    edges(["start", "go", ...CALLS].join(" > ")),
  );
}
