import type { ProgramNode } from "../state/program.ts";
import { endNode, failNode } from "./ending.ts";
import { expressionFailure } from "./expression-failure.ts";
import type { Run } from "../state/run.ts";
import { NodeStatus, type ScopeInstance } from "../state/scope-instance.ts";
import { unmetJoin } from "./tokens.ts";
import { behaviourOf } from "../state/construct.ts";

/** Fires a node: its construct takes over, unless a rerun gives the node its output. If an expression fails, the node fails. */
export function fireNode(run: Run, scope: ScopeInstance, node: ProgramNode): void {
  scope.status[node.index] = NodeStatus.open;
  scope.queued -= 1;
  const unmet = unmetJoin(scope, node);
  if (unmet !== null) {
    failNode(run, scope, node, unmet);
    return;
  }
  // A node may be called "constructor", so only own properties of the seed count.
  const seed = scope.parent === null && Object.hasOwn(run.seed, node.id) ? run.seed[node.id] : undefined;
  if (seed !== undefined) {
    behaviourOf(node).onSeed?.(scope, node, seed.output);
    endNode(run, scope, node, seed.port, seed.output, { seeded: true, also: node.construct.also });
    return;
  }
  enterNode(run, scope, node);
}

/** Lets the construct begin the node: the first time, or again when a person retries it. */
export function enterNode(run: Run, scope: ScopeInstance, node: ProgramNode, revision = 0): void {
  try {
    behaviourOf(node).enter(run, scope, node, revision);
  } catch (error) {
    failNode(run, scope, node, expressionFailure(error));
  }
}
