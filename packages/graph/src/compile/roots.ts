import type { ProgramNode, ProgramScope } from "../interpret/state/program.ts";

/**
 * Rule 2. At the top level: nodes of type `start`; if there are none, all that no edge leads to, where an edgeless node
 * beside others is no step. In a container: all children that no edge leads to. A node that compensates another is none.
 */
export function rootsOf(scope: ProgramScope, undoing: ReadonlySet<ProgramNode>): readonly ProgramNode[] {
  const heads = scope.nodes.filter((node) => node.incoming === 0 && !undoing.has(node));
  if (scope.owner !== null) return heads;
  const starts = heads.filter((node) => node.construct.begins === true);
  if (starts.length > 0) return starts;
  const connected = heads.filter((node) => node.outgoing.length > 0);
  return connected.length > 0 ? connected : heads;
}

export function deadHeadsOf(scope: ProgramScope, undoing: ReadonlySet<ProgramNode>): readonly ProgramNode[] {
  const roots = new Set(scope.roots);
  return scope.nodes.filter(
    (node) => node.incoming === 0 && node.outgoing.length > 0 && !roots.has(node) && !undoing.has(node),
  );
}
