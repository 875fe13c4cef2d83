import type { Definition } from "../definition/definition.ts";
import type { ProgramEdge } from "./program.ts";

export interface Wiring {
  incoming: number;
  readonly outgoing: ProgramEdge[];
}

/** Adjacency by index: each node's outgoing edges in the graph's order (rule 1), and how many come in. */
export function connect(definition: Definition): readonly Wiring[] {
  const indexOf = new Map(definition.nodes.map((node, index) => [node.id, index]));
  const wiring = definition.nodes.map((): Wiring => ({ incoming: 0, outgoing: [] }));
  for (const edge of definition.edges) {
    const source = indexOf.get(edge.source);
    const target = indexOf.get(edge.target);
    if (source === undefined || target === undefined)
      throw new Error(`Edge "${edge.id}" leads nowhere: validate first.`);
    wiring[source]!.outgoing.push({ port: edge.port, target });
    wiring[target]!.incoming += 1;
  }
  return wiring;
}
