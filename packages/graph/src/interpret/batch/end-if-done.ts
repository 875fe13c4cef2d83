import { closingOf, endExecution } from "../scope/end-scope.ts";
import type { Run } from "../state/run.ts";
import { scopeTimerPath } from "../state/step-path.ts";
import { armTimer } from "../effects/timers.ts";
import { hasToCompensate, startCompensating } from "../scope/compensate.ts";

/** Rule 5; rule 9: a paused execution does not end; in a burst program that hears signals, the end waits for a timer. */
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

/** A timer behind the last burst step, so that whatever arrives meanwhile finds that step recorded (docs/machine.md). */
export function settle(run: Run): void {
  if (run.settling) return;
  run.settling = true;
  const path = scopeTimerPath("", "settle");
  armTimer(run, path, run.at + 1, path);
}
