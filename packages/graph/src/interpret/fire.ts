import type { ProgramNode } from "../compile/program.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import { constructOf } from "./constructs/index.ts";
import { failNode } from "./ending.ts";
import type { Run } from "./run.ts";
import { NodeStatus, type ScopeInstance } from "./scope-instance.ts";
import { unmetJoin } from "./tokens.ts";

/** A node's turn has come: its construct takes over. An expression that fails is the node's failure, never a crash. */
export function fireNode(run: Run, scope: ScopeInstance, node: ProgramNode): void {
  scope.status[node.index] = NodeStatus.open;
  const unmet = unmetJoin(scope, node);
  if (unmet !== null) {
    failNode(run, scope, node, unmet);
    return;
  }
  try {
    constructOf(node.definition).enter(run, scope, node);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    failNode(run, scope, node, {
      code: error.code,
      message: error.message,
      retryable: false,
      ...(error.cure !== undefined && { cure: error.cure }),
    });
  }
}
