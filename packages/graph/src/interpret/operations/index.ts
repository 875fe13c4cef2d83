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
 * Whether an operation is possible now; nothing is changed. The machine decides this again when it carries the operation out,
 * because two operations that exclude each other can both pass the Update's validator in one batch (rule 13). A request may
 * have any form, and must never make this function throw, because that would stop the execution.
 */
export function checkOperation(run: Run, request: OperationRequest): OperationResult {
  const id = requestId(request);
  const refusal = requestProblem(request) ?? refusalOf(run, request.operation, request.by);
  return refusal === null ? { id, ok: true } : { id, ok: false, ...refusal };
}

/** Carries out an operation if it is possible, and records its result. */
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
  message: "The execution is already ending, so no operation on its steps is possible any more.",
  hint: "Wait until it has closed. A closed execution can be run again.",
};
