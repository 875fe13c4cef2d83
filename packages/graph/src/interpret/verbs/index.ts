import type { Run } from "../run.ts";
import type { Refusal, Verb, VerbRequest, Verdict } from "../verb.ts";
import { requestId, requestProblem } from "./request-problem.ts";
import { decide } from "./decide.ts";
import { fail } from "./fail.ts";
import { pause } from "./pause.ts";
import { resume } from "./resume.ts";
import { retry } from "./retry.ts";
import { skip } from "./skip.ts";
import { skipWait } from "./skip-wait.ts";
import type { VerbRule } from "./verb-rule.ts";

type Rules = { readonly [Name in Verb["name"]]: VerbRule<Extract<Verb, { name: Name }>> };

const RULES: Rules = { pause, resume, decide, skipWait, retry, skip, fail };

/**
 * Rule 13: the machine decides, not the Update's validator, since two can pass that in one batch. Changes nothing, and
 * takes anything: a request that throws here would stop the execution.
 */
export function checkVerb(run: Run, request: VerbRequest): Verdict {
  const id = requestId(request);
  const refusal = requestProblem(request) ?? refusalOf(run, request.verb, request.by);
  return refusal === null ? { id, ok: true } : { id, ok: false, ...refusal };
}

export function takeVerb(run: Run, request: VerbRequest): void {
  const verdict = checkVerb(run, request);
  run.verdicts.push(verdict);
  if (verdict.ok) ruleOf(request.verb).carryOut(run, request.verb, request.by);
}

function refusalOf(run: Run, verb: Verb, by: VerbRequest["by"]): Refusal | null {
  const isEnding = run.scopes.get("")!.closing !== null && verb.name !== "resume" && verb.name !== "pause";
  if (run.status === "ended" || isEnding) return ENDING;
  return ruleOf(verb).check(run, verb, by);
}

function ruleOf(verb: Verb): VerbRule<Verb> {
  return RULES[verb.name] as VerbRule<Verb>;
}

const ENDING: Refusal = {
  code: "EXECUTION_ENDING",
  message: "The execution is ending already: nothing in it can be steered any more.",
  cure: "Look at how it ended; a closed execution can be run again.",
};
