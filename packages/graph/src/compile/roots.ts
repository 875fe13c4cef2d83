import type { ProgramNode, ProgramScope } from "../interpret/state/program.ts";

/**
 * The roots of a scope (rule 2). At the top level these are the nodes of type `start`; if there are none, all nodes without
 * incoming edges, except that a node without any edge beside others is ignored. In a container these are all children
 * without incoming edges. A node that compensates another is never a root.
 */
export function rootsOf(scope: ProgramScope, compensating: ReadonlySet<ProgramNode>): readonly ProgramNode[] {
  const heads = scope.nodes.filter((node) => node.incoming === 0 && !compensating.has(node));
  if (scope.owner !== null) return heads;
  const starts = heads.filter((node) => node.construct.begins === true);
  if (starts.length > 0) return starts;
  const connected = heads.filter((node) => node.outgoing.length > 0);
  return connected.length > 0 ? connected : heads;
}

export function deadHeadsOf(scope: ProgramScope, compensating: ReadonlySet<ProgramNode>): readonly ProgramNode[] {
  const roots = new Set(scope.roots);
  return scope.nodes.filter(
    (node) => node.incoming === 0 && node.outgoing.length > 0 && !roots.has(node) && !compensating.has(node),
  );
}
