import type { Definition } from "../definition/definition.ts";
import type { Division } from "./divide.ts";
import type { ProgramEdge } from "../interpret/state/program.ts";

export interface Wiring {
  incoming: number;
  readonly outgoing: ProgramEdge[];
}

/** For each position in the scope: the node's outgoing edges in the graph's order (rule 1) and the number of incoming edges. */
export function connect(definition: Definition, { placeOf }: Division): readonly Wiring[] {
  const indexOf = new Map(definition.nodes.map((node, index) => [node.id, index]));
  const wiring = definition.nodes.map((): Wiring => ({ incoming: 0, outgoing: [] }));
  for (const edge of definition.edges) {
    const source = indexOf.get(edge.source);
    const target = indexOf.get(edge.target);
    if (source === undefined || target === undefined)
      throw new Error(`Edge "${edge.id}" leads nowhere: validate first.`);
    const place = placeOf[target]!;
    if (placeOf[source]!.scope !== place.scope)
      throw new Error(`Edge "${edge.id}" crosses the border of a container: validate first.`);
    wiring[source]!.outgoing.push({ port: edge.port, target: place.local });
    wiring[target]!.incoming += 1;
  }
  return wiring;
}
