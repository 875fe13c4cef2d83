import type { Reference } from "../expression/reference.ts";
import type { ProgramNode } from "../interpret/state/program.ts";

interface Ranges {
  reads: readonly number[];
  readers: number;
  readsItself: boolean;
}

/**
 * Determines which nodes may read which outputs, so that the machine can free an output once no later node can read it.
 * A read inside a container counts for the container, so the output is kept until the container has ended. A reference to
 * `steps` as a whole, or with a computed name, counts as a read of every step in scope.
 */
export function liveRanges(
  nodes: readonly (ProgramNode & Ranges)[],
  references: readonly (readonly Reference[])[],
  nodeById: ReadonlyMap<string, ProgramNode & Ranges>,
): void {
  const reads = new Map<ProgramNode, Set<number>>();
  const readsAll = new Set<ProgramNode>();
  const keptFor = new Set<ProgramNode & Ranges>();
  const positions = new Map<ProgramNode, number>(nodes.map((node, index) => [node, index]));
  const note = (reader: ProgramNode & Ranges, source: ProgramNode & Ranges): void => {
    if (reader === source) {
      source.readsItself = true;
      return;
    }
    const known = reads.get(reader);
    if (known === undefined) reads.set(reader, new Set([source.index]));
    else known.add(source.index);
  };
  for (const [index, node] of nodes.entries()) {
    // A compensation is rendered when the node that it compensates ends, so its reads count for that node.
    const mine =
      node.compensatedBy === null
        ? references[index]!
        : [...references[index]!, ...references[positions.get(node.compensatedBy)!]!];
    for (const { root, path } of mine) {
      if (root !== "steps") continue;
      const id = path[0];
      if (id === undefined) {
        for (let at: ProgramNode | null = node; at !== null; at = at.scope.owner) readsAll.add(at);
        continue;
      }
      const source = nodeById.get(id);
      const reader = source === undefined ? null : ancestorIn(node, source);
      if (reader !== null) note(reader as ProgramNode & Ranges, source!);
      // A container reads its children's outputs after they have ended, so those outputs must not be freed before.
      else if (source?.scope.owner === node) keptFor.add(source);
    }
  }
  for (const source of keptFor) source.readers += 1;
  const everything = new Map<ProgramNode["scope"], readonly number[]>();
  for (const node of nodes) {
    if (readsAll.has(node)) {
      const all = everything.get(node.scope) ?? node.scope.nodes.map((one) => one.index);
      everything.set(node.scope, all);
      node.reads = all;
      node.readsItself = true;
    } else {
      node.reads = [...(reads.get(node) ?? [])];
    }
    for (const index of node.reads) (node.scope.nodes[index] as ProgramNode & Ranges).readers += 1;
  }
}

/** The node itself or the container around it that is in the same scope as `source`; null if `source` is out of scope. */
function ancestorIn(node: ProgramNode, source: ProgramNode): ProgramNode | null {
  for (let at: ProgramNode | null = node; at !== null; at = at.scope.owner) if (at.scope === source.scope) return at;
  return null;
}
