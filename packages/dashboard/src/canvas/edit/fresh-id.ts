import type { Graph } from "@tempograph/graph";

/** An id that nothing in the list has: `call`, then `call2`, `call3`. A number at the end of the wish is counted on. */
export function freshId(wish: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wish)) return wish;
  const [, stem, number] = /^(.*?)(\d*)$/s.exec(wish) as unknown as [string, string, string];
  // A long number is part of a name, such as an order's, and not a count.
  const base = number.length > 6 ? `${wish}_` : stem;
  for (let next = number.length > 6 || number === "" ? 2 : Number(number) + 1; ; next++)
    if (!taken.has(`${base}${next}`)) return `${base}${next}`;
}

export function idsOf(elements: readonly { readonly id: string }[]): Set<string> {
  return new Set(elements.map(({ id }) => id));
}

/** The wish for the id of an edge; nothing refers to it. */
export function freshEdgeId(graph: Graph, source: string, target: string): string {
  return freshId(`${source}>${target}`.slice(0, 100), idsOf(graph.edges));
}
