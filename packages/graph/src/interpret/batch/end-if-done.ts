import { closingOf, endExecution } from "../scope/end-scope.ts";
import type { Run } from "../state/run.ts";
import { scopeTimerPath } from "../state/step-path.ts";
import { armTimer } from "../effects/timers.ts";
import { hasToCompensate, startCompensating } from "../scope/compensate.ts";

/**
 * Ends the execution if nothing in the top scope is left to do (rule 5). A paused execution does not end (rule 9). In a
 * program with burst steps and signals, the end waits until a timer has fired after the last burst step.
 */
export function endIfDone(run: Run): void {
  if (run.status !== "running") return;
  const scope = run.scopes.get("")!;
  if (scope.active > 0 || run.yielding) return;
  closingOf(scope);
  if (hasToCompensate(scope)) startCompensating(run, scope);
  if (scope.active > 0 || run.paused) return;
  if (!run.unsettledBurst) {
    endExecution(run, scope);
    return;
  }
  settle(run);
}

/**
 * Starts a timer after the last burst step. A signal that arrives together with the end of the execution makes Temporal
 * repeat the workflow task with all its local activities; when the timer has fired, their results are recorded in history.
 */
export function settle(run: Run): void {
  if (run.settling) return;
  run.settling = true;
  const path = scopeTimerPath("", "settle");
  armTimer(run, path, run.at + 1, path);
}
