import type { ArmedTimer, Run } from "./run.ts";
import { isScopeTimer } from "./step-path.ts";

/** Adds a timer to the run. The caller gives the command. */
export function addTimer(run: Run, path: string, timer: ArmedTimer): void {
  if (isScopeTimer(path) && !run.timers.has(path)) run.scopeTimers += 1;
  run.timers.set(path, timer);
}

/** Removes a timer from the run. The caller gives the command. @returns whether there was such a timer */
export function removeTimer(run: Run, path: string): boolean {
  if (!run.timers.delete(path)) return false;
  if (isScopeTimer(path)) run.scopeTimers -= 1;
  return true;
}
