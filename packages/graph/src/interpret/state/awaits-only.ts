import type { Run } from "./run.ts";

/**
 * Whether nothing is under way but the steps at these paths: no timer, no activity, no wait, no question to a person. Then nothing
 * can happen before these steps end that the machine would have to look at at once, other than a request to pause or to cancel.
 */
export function awaitsOnly(run: Run, paths: { has(path: string): boolean }): boolean {
  if (run.status !== "running" || run.yielding || run.settling) return false;
  if (run.timers.size > 0 || run.underWay.size > 0 || run.held.length > 0) return false;
  for (const { kind, answer, path, cancelling } of run.open.values()) {
    if (kind === "container") continue;
    if (kind !== "step" || cancelling || (answer === undefined && !paths.has(path))) return false;
  }
  return true;
}
