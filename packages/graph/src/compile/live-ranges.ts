import type { DefinitionNode } from "../definition/definition.ts";
import type { Reference } from "../expression/reference.ts";

export interface LiveRanges {
  /** By node: the nodes whose outputs it may read. */
  readonly reads: readonly (readonly number[])[];
  /** By node: how many may read its output. */
  readonly readers: readonly number[];
}

/**
 * Who may read whose output: so that an output is kept only while somebody to come can refer to it.
 * A reference to `steps` as a whole, or with a computed name, reads all.
 */
export function liveRanges(
  nodes: readonly DefinitionNode[],
  references: readonly (readonly Reference[])[],
): LiveRanges {
  const indexOf = new Map(nodes.map((node, index) => [node.id, index]));
  const readers = new Array<number>(nodes.length).fill(0);
  const everything = nodes.map((_, index) => index);
  const reads = references.map((list) => {
    const found = new Set<number>();
    for (const reference of list) {
      if (reference.root !== "steps") continue;
      const id = reference.path[0];
      if (id === undefined) return everything;
      const index = indexOf.get(id);
      if (index !== undefined) found.add(index);
    }
    return [...found];
  });
  for (const list of reads) for (const index of list) readers[index]! += 1;
  return { reads, readers };
}
