import type { RetryPolicy } from "../../definition/definition.ts";
import type { Failure } from "../../definition/failure.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import type { ProgramNode } from "../../compile/program.ts";
import { createBudget } from "../../expression/budget.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";
import { commandStep } from "../step/command-step.ts";
import { expressionFailure } from "../step/expression-failure.ts";
import { closeEntry } from "../step/open.ts";
import type { OpenEntry, Run, StepAnswer } from "../run.ts";
import { leave, type Compensation, type ScopeInstance } from "./scope-instance.ts";
import { scopeView } from "./scope-view.ts";
import { stepPath } from "../step/step-path.ts";
import { traceAt } from "../step/trace-node.ts";

/** Attempts of an compensating step whose node sets no limit: a compensation never goes on for ever (rule 8). */
const MAX_UNDO_ATTEMPTS = 10;

/** Rule 8: a step completed that can be compensated. What compensates it is rendered now, while its data is there. */
export function registerCompensation(run: Run, scope: ScopeInstance, node: ProgramNode, output: Json): void {
  const undo = node.undo!;
  const path = `${stepPath(scope.path, node.segment)}!${undo.segment}`;
  scope.outputs[node.index] = output;
  run.undoSequence += 1;
  const compensation = { sequence: run.undoSequence, path, nodeId: undo.id };
  try {
    // One node may compensate several steps: each rendering has ids of its own.
    const input = (undo.compiled as CompiledTemplate).render(scopeView(run, scope, undo, { path }), createBudget());
    scope.undo.push({ ...compensation, input: input as JsonObject });
  } catch (error) {
    scope.undo.push({ ...compensation, input: {}, failure: { ...expressionFailure(error), path } });
  }
}

/** Whether a scope that is closing has first to compensate what completed in it. */
export function hasToCompensate(scope: ScopeInstance): boolean {
  if (scope.undo.length === 0 || scope.undoing !== null) return false;
  if (scope.closing === null || scope.closing.kind === "completed") return false;
  return scope.program.owner === null || compensatesOnFail(scope.program.owner);
}

/** A scope's `compensate`: a race compensates its losers, others leave it to the execution's end. */
export function compensatesOnFail({ definition }: ProgramNode): boolean {
  return (definition.data["compensate"] ?? (definition.type === "race" ? "onFail" : "keep")) === "onFail";
}

/** Compensates one step after another, the last to complete first; not cancellable (rule 8). */
export function startCompensating(run: Run, scope: ScopeInstance): void {
  const left = scope.undo.toSorted((a, b) => a.sequence - b.sequence);
  scope.undo = [];
  scope.undoing = { left, failures: [] };
  scope.active += 1;
  compensateNext(run, scope);
}

/** A compensation ended: its failure is recorded, and the rest still runs. */
export function answerCompensation(run: Run, scope: ScopeInstance, entry: OpenEntry, answer: StepAnswer): void {
  closeEntry(run, entry);
  if (answer.kind === "stepSucceeded") {
    traceAt(run, entry.path, entry.node, "completed", { port: "out", output: answer.output });
  } else {
    const failure = answer.kind === "stepFailed" ? answer.failure : UNDO_CANCELLED;
    compensationFailed(run, scope, entry.path, entry.node, failure);
  }
  compensateNext(run, scope);
}

function compensateNext(run: Run, scope: ScopeInstance): void {
  const undoing = scope.undoing!;
  for (;;) {
    const next = undoing.left.pop();
    if (next === undefined) {
      leave(run, scope);
      return;
    }
    const node = run.program.nodeById.get(next.nodeId)!;
    if (next.failure === undefined) {
      commandCompensation(run, scope, node, next);
      return;
    }
    compensationFailed(run, scope, next.path, node, next.failure);
  }
}

function commandCompensation(run: Run, scope: ScopeInstance, node: ProgramNode, { path, input }: Compensation): void {
  commandStep(run, scope, node, input, { path, purpose: "undo", retry: bounded(node.definition.retry) });
  traceAt(run, path, node, "scheduled", { input });
}

function compensationFailed(run: Run, scope: ScopeInstance, path: string, node: ProgramNode, failure: Failure): void {
  const at = { ...failure, path };
  scope.undoing!.failures.push(at);
  traceAt(run, path, node, "failed", { failure: at });
}

function bounded(retry: RetryPolicy): RetryPolicy {
  return retry.maximumAttempts > 0 ? retry : { ...retry, maximumAttempts: MAX_UNDO_ATTEMPTS };
}

const UNDO_CANCELLED: Failure = {
  code: "STEP_CANCELLED",
  message: "The compensation was cancelled, but not by this execution.",
  hint: "Undo the step by hand.",
  retryable: false,
};
