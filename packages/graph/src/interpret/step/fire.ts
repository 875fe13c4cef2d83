import type { ProgramNode } from "../state/program.ts";
import { endNode, failNode } from "./ending.ts";
import { expressionFailure } from "./expression-failure.ts";
import type { Run } from "../state/run.ts";
import { NodeStatus, type ScopeInstance } from "../state/scope-instance.ts";
import { unmetJoin } from "./tokens.ts";
import { behaviourOf } from "../state/construct.ts";

/** A node's turn has come: its construct takes over. An expression that fails is the node's failure, never a crash. */
export function fireNode(run: Run, scope: ScopeInstance, node: ProgramNode): void {
  scope.status[node.index] = NodeStatus.open;
  scope.queued -= 1;
  const unmet = unmetJoin(scope, node);
  if (unmet !== null) {
    failNode(run, scope, node, unmet);
    return;
  }
  // Of its own: a node may be called "constructor".
  const seed = scope.parent === null && Object.hasOwn(run.seed, node.id) ? run.seed[node.id] : undefined;
  if (seed !== undefined) {
    behaviourOf(node).onSeed?.(scope, node, seed.output);
    endNode(run, scope, node, seed.port, seed.output, { seeded: true, also: node.construct.also });
    return;
  }
  enterNode(run, scope, node);
}

/** Begins a node that is open already: the first time, or again at an operator's word. */
export function enterNode(run: Run, scope: ScopeInstance, node: ProgramNode, revision = 0): void {
  try {
    behaviourOf(node).enter(run, scope, node, revision);
  } catch (error) {
    failNode(run, scope, node, expressionFailure(error));
  }
}
