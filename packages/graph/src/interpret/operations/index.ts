import type { Run } from "../state/run.ts";
import type { Refusal, Operation, OperationRequest, OperationResult } from "../operation.ts";
import { requestId, requestProblem } from "./request-problem.ts";
import { decide } from "./decide.ts";
import { fail } from "./fail.ts";
import { pause } from "./pause.ts";
import { resume } from "./resume.ts";
import { retry } from "./retry.ts";
import { skip } from "./skip.ts";
import { skipWait } from "./skip-wait.ts";
import type { OperationRule } from "./operation-rule.ts";

type Rules = { readonly [Name in Operation["name"]]: OperationRule<Extract<Operation, { name: Name }>> };

const RULES: Rules = { pause, resume, decide, skipWait, retry, skip, fail };

/**
 * Rule 13: the machine decides, not the Update's validator, since two can pass that in one batch. Changes nothing, and
 * takes anything: a request that throws here would stop the execution.
 */
export function checkOperation(run: Run, request: OperationRequest): OperationResult {
  const id = requestId(request);
  const refusal = requestProblem(request) ?? refusalOf(run, request.operation, request.by);
  return refusal === null ? { id, ok: true } : { id, ok: false, ...refusal };
}

export function takeOperation(run: Run, request: OperationRequest): void {
  const result = checkOperation(run, request);
  run.operationResults.push(result);
  if (result.ok) ruleOf(request.operation).carryOut(run, request.operation, request.by);
}

function refusalOf(run: Run, operation: Operation, by: OperationRequest["by"]): Refusal | null {
  const isEnding = run.scopes.get("")!.closing !== null && operation.name !== "resume" && operation.name !== "pause";
  if (run.status === "ended" || isEnding) return ENDING;
  return ruleOf(operation).check(run, operation, by);
}

function ruleOf(operation: Operation): OperationRule<Operation> {
  return RULES[operation.name] as OperationRule<Operation>;
}

const ENDING: Refusal = {
  code: "EXECUTION_ENDING",
  message: "The execution is ending already: nothing in it can be steered any more.",
  hint: "Look at how it ended; a closed execution can be run again.",
};
