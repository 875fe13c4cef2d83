import type { ArmedTimer, Run } from "./run.ts";
import { isScopeTimer } from "./step-path.ts";

/** Makes a timer known, without a command. */
export function addTimer(run: Run, path: string, timer: ArmedTimer): void {
  if (isScopeTimer(path) && !run.timers.has(path)) run.scopeTimers += 1;
  run.timers.set(path, timer);
}

/** The timer is no more, without a command. False: there was none. */
export function removeTimer(run: Run, path: string): boolean {
  if (!run.timers.delete(path)) return false;
  if (isScopeTimer(path)) run.scopeTimers -= 1;
  return true;
}
