import type { ProgramNode } from "../state/program.ts";
import type { Failure } from "../../definition/failure.ts";
import { freeReads, NodeStatus, type ScopeInstance } from "../state/scope-instance.ts";
import { traceNode } from "../effects/trace-node.ts";
import { leave, type Run } from "../state/run.ts";

/**
 * Resolves the outgoing edges of a node that ended: those of `port` and of `also` are taken, all others are dead (rule 3).
 * If `port` is null, all edges are dead, as for a skipped node (dead-path elimination).
 */
export function resolveOutgoing(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  port: string | null,
  also?: string,
): void {
  for (const edge of node.outgoing) {
    const target = scope.program.nodes[edge.target]!;
    const counts = edge.port === port || edge.port === also ? scope.taken : scope.dead;
    counts[edge.target]! += 1;
    resolveJoin(run, scope, target);
  }
}

/** Puts a node at the end of the worklist (rule 1). */
export function queue(run: Run, scope: ScopeInstance, node: ProgramNode, skip: boolean): void {
  scope.status[node.index] = NodeStatus.queued;
  scope.active += 1;
  scope.queued += 1;
  run.work.items.push({ scope, node, skip });
}

/** Queues a node if its resolved edges decide that it fires or is skipped (rule 4). Each join is decided once, so none waits forever. */
function resolveJoin(run: Run, scope: ScopeInstance, node: ProgramNode): void {
  if (scope.status[node.index] !== NodeStatus.idle) return;
  const taken = scope.taken[node.index]!;
  const unresolved = node.incoming - taken - scope.dead[node.index]!;
  if (node.joinCount < 0) {
    if (unresolved > 0) return;
    queue(run, scope, node, taken === 0);
    return;
  }
  if (taken >= node.joinCount) queue(run, scope, node, false);
  else if (taken === 0 && unresolved === 0) queue(run, scope, node, true);
  // The count can no longer be reached: the node fires and fails with JOIN_UNMET. While no edge is taken, it still waits,
  // because all edges may become dead, and then the node is skipped.
  else if (taken > 0 && taken + unresolved < node.joinCount) queue(run, scope, node, false);
}

/** The failure of a node that is about to fire although its join can no longer be reached; null if the join is met. */
export function unmetJoin(scope: ScopeInstance, node: ProgramNode): Failure | null {
  const taken = scope.taken[node.index]!;
  if (node.joinCount < 0 || taken >= node.joinCount || node.incoming === 0) return null;
  return {
    code: "JOIN_UNMET",
    message: `Node "${node.id}" waits for ${node.joinCount} taken edges, but only ${taken} can still come.`,
    hint: "Lower settings.join.count, or make sure that enough of the paths before it are taken.",
    retryable: false,
  };
}

/** Skips a node whose incoming edges are all dead. Nodes that only it leads to are then skipped, too. */
export function skipNode(run: Run, scope: ScopeInstance, node: ProgramNode): void {
  scope.status[node.index] = NodeStatus.skipped;
  scope.queued -= 1;
  leave(run, scope);
  traceNode(run, scope, node, "skipped");
  freeReads(scope, node);
  resolveOutgoing(run, scope, node, null);
}
