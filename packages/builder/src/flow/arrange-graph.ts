import type { CompiledBlock, GraphEdge, GraphNode } from "@tempograph/graph";
import type { Arrangement } from "./arrangement.ts";
import { BuilderError } from "./builder-error.ts";

/** Nodes and edges in the order of the arrangement; those that it does not name come last. */
export function arrangeGraph({ nodes, edges }: CompiledBlock, arrangement: Arrangement | undefined): CompiledBlock {
  if (arrangement === undefined) return { nodes, edges };
  return { nodes: arrangeNodes(nodes, arrangement.nodes ?? []), edges: arrangeEdges(edges, arrangement.edges ?? []) };
}

function arrangeNodes(nodes: readonly GraphNode[], order: readonly string[]): GraphNode[] {
  const left = [...nodes];
  const first = order.map((id) => take(left, (node) => node.id === id, `node ${JSON.stringify(id)}`));
  return [...first, ...left];
}

function arrangeEdges(edges: readonly GraphEdge[], order: NonNullable<Arrangement["edges"]>): GraphEdge[] {
  const left = [...edges];
  const first = order.map(([id, joins, extra]) => {
    const edge = take(left, (one) => one.id === joins, `edge ${JSON.stringify(joins)}`);
    return { ...extra, ...edge, id };
  });
  return [...first, ...left];
}

function take<T>(left: T[], isIt: (one: T) => boolean, what: string): T {
  const index = left.findIndex(isIt);
  if (index < 0)
    throw new BuilderError(`The arrangement names a ${what} that there is not`, "Correct its name, or remove it");
  return left.splice(index, 1)[0] as T;
}
