import type { ProgramNode } from "../state/program.ts";
import { leave, type Run } from "../state/run.ts";
import { NodeStatus, noteOther, type ScopeInstance } from "../state/scope-instance.ts";
import { traceNode } from "../effects/trace-node.ts";
import { answerCompensation, registerCompensation } from "../scope/compensate.ts";
import type { OpenEntry, StepAnswer } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";
import { behaviourOf } from "../state/construct.ts";

/** A step answered: one that undoes another goes on with the next, every other is for its construct. */
export function answerStep(run: Run, entry: OpenEntry, answer: StepAnswer): void {
  if (entry.purpose === "undo") answerCompensation(run, scopeOf(run, entry), entry, answer);
  else behaviourOf(entry.node).onAnswer?.(run, entry, answer);
}

/** The node of a step that was asked to stop ends with what the step says now. */
export function answerLate(run: Run, scope: ScopeInstance, node: ProgramNode, answer: StepAnswer): void {
  scope.status[node.index] = NodeStatus.ended;
  if (answer.kind === "stepSucceeded") {
    traceNode(run, scope, node, "completedLate", { output: answer.output });
    if (node.undo !== null) registerCompensation(run, scope, node, answer.output);
  } else if (answer.kind === "stepFailed") {
    traceNode(run, scope, node, "cancelled", { failure: answer.failure });
    noteOther(scope, answer.failure);
  } else {
    traceNode(run, scope, node, "cancelled");
  }
  leave(run, scope);
}
