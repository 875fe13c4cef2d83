import type { Reference } from "../expression/reference.ts";
import type { ProgramNode } from "../interpret/state/program.ts";

interface Ranges {
  reads: readonly number[];
  readers: number;
  readsItself: boolean;
}

/**
 * Who may read whose output, so that an output is kept only while somebody to come can refer to it. What stands inside a
 * container reads for the container: an output lives until the container has ended.
 * A reference to `steps` as a whole, or with a computed name, reads all that is in scope.
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
    // What compensates a node is rendered when that node ends, so that node reads for it.
    const mine =
      node.undo === null ? references[index]! : [...references[index]!, ...references[positions.get(node.undo)!]!];
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
      // A container looks back at its children when they have ended: nobody frees what it reads.
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

/** The node itself, or the container around it, that lives where `source` lives; null where `source` is out of scope. */
function ancestorIn(node: ProgramNode, source: ProgramNode): ProgramNode | null {
  for (let at: ProgramNode | null = node; at !== null; at = at.scope.owner) if (at.scope === source.scope) return at;
  return null;
}
