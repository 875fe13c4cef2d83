import type { ProgramNode } from "../state/program.ts";
import { leave, type Run } from "../state/run.ts";
import { NodeStatus, addFurtherFailure, type ScopeInstance } from "../state/scope-instance.ts";
import { traceNode } from "../effects/trace-node.ts";
import { answerCompensation, registerCompensation } from "../scope/compensate.ts";
import type { OpenEntry, StepAnswer } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";
import { behaviourOf } from "../state/construct.ts";

/** Handles the answer of a step: that of a compensation starts the next compensation, every other goes to its construct. */
export function answerStep(run: Run, entry: OpenEntry, answer: StepAnswer): void {
  if (entry.purpose === "undo") answerCompensation(run, scopeOf(run, entry), entry, answer);
  else behaviourOf(entry.node).onAnswer?.(run, entry, answer);
}

/** Ends the node of a step that was asked to stop and has answered now (rule 7). */
export function answerLate(run: Run, scope: ScopeInstance, node: ProgramNode, answer: StepAnswer): void {
  scope.status[node.index] = NodeStatus.ended;
  if (answer.kind === "stepSucceeded") {
    traceNode(run, scope, node, "completedLate", { output: answer.output });
    if (node.compensatedBy !== null) registerCompensation(run, scope, node, answer.output);
  } else if (answer.kind === "stepFailed") {
    traceNode(run, scope, node, "cancelled", { failure: answer.failure });
    addFurtherFailure(scope, answer.failure);
  } else {
    traceNode(run, scope, node, "cancelled");
  }
  leave(run, scope);
}
