import type { RetryPolicy } from "../../definition/definition.ts";
import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import type { ProgramNode } from "../state/program.ts";
import { commandStep } from "../step/command-step.ts";
import { expressionFailure } from "../step/expression-failure.ts";
import { closeEntry } from "../step/open.ts";
import { leave, type Run } from "../state/run.ts";
import { type ScopeInstance } from "../state/scope-instance.ts";
import { stepPath } from "../state/step-path.ts";
import { traceAt } from "../effects/trace-node.ts";
import type { OpenEntry, StepAnswer } from "../state/open-entry.ts";
import type { Compensation } from "../state/compensation.ts";
import { behaviourOf } from "../state/construct.ts";

/** The attempts of a compensation whose node sets no limit: a compensation must not be repeated forever (rule 8). */
const MAX_COMPENSATION_ATTEMPTS = 10;

/** Registers the compensation of a step that completed. Its input is rendered now, because the data may be gone later (rule 8). */
export function registerCompensation(run: Run, scope: ScopeInstance, node: ProgramNode, output: Json): void {
  const compensating = node.compensatedBy!;
  const path = `${stepPath(scope.path, node.segment)}!${compensating.segment}`;
  scope.outputs[node.index] = output;
  run.undoSequence += 1;
  const compensation = { sequence: run.undoSequence, path, nodeId: compensating.id };
  try {
    scope.undo.push({ ...compensation, input: behaviourOf(compensating).render!(run, scope, compensating, path) });
  } catch (error) {
    scope.undo.push({ ...compensation, input: {}, failure: { ...expressionFailure(error), path } });
  }
}

/** Whether a closing scope must first compensate steps that completed in it. */
export function hasToCompensate(scope: ScopeInstance): boolean {
  if (scope.undo.length === 0 || scope.undoing !== null) return false;
  if (scope.closing === null || scope.closing.kind === "completed") return false;
  return scope.program.owner === null || compensatesOnFail(scope.program.owner);
}

/** Whether a container compensates when it fails. By default a race does, and other containers pass their compensations on. */
export function compensatesOnFail({ definition, construct }: ProgramNode): boolean {
  return (definition.data["compensate"] ?? construct.container?.compensate) === "onFail";
}

/** Compensates one step after another, the step that completed last first. This cannot be cancelled (rule 8). */
export function startCompensating(run: Run, scope: ScopeInstance): void {
  const left = scope.undo.toSorted((a, b) => a.sequence - b.sequence);
  scope.undo = [];
  scope.undoing = { left, failures: [] };
  scope.active += 1;
  compensateNext(run, scope);
}

/** A compensation ended. If it failed, the failure is recorded; the next compensation starts in any case. */
export function answerCompensation(run: Run, scope: ScopeInstance, entry: OpenEntry, answer: StepAnswer): void {
  closeEntry(run, entry);
  if (answer.kind === "stepSucceeded") {
    traceAt(run, entry.path, entry.node, "completed", { port: "out", output: answer.output });
  } else {
    const failure = answer.kind === "stepFailed" ? answer.failure : COMPENSATION_CANCELLED;
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
  commandStep(run, scope, node, input, undefined, { path, purpose: "undo", retry: bounded(node.definition.retry) });
  traceAt(run, path, node, "scheduled", { input });
}

function compensationFailed(run: Run, scope: ScopeInstance, path: string, node: ProgramNode, failure: Failure): void {
  const at = { ...failure, path };
  scope.undoing!.failures.push(at);
  traceAt(run, path, node, "failed", { failure: at });
}

function bounded(retry: RetryPolicy): RetryPolicy {
  return retry.maximumAttempts > 0 ? retry : { ...retry, maximumAttempts: MAX_COMPENSATION_ATTEMPTS };
}

const COMPENSATION_CANCELLED: Failure = {
  code: "STEP_CANCELLED",
  message: "The compensation was cancelled, but not by this execution.",
  hint: "Compensate the step by hand.",
  retryable: false,
};
