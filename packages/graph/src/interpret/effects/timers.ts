import { dropUnsent, emit } from "./gate.ts";
import type { ArmedTimer, Run } from "../state/run.ts";
import { isScopeTimer } from "../state/step-path.ts";
import { addTimer, removeTimer } from "../state/timer-list.ts";

/**
 * Starts a timer that fires at `at` (ms since epoch). Only the earliest timers are started on Temporal (rule 15). The others
 * wait in `run.later` and are started before they are due, so the bound delays none of them. The invariant: no timer in
 * `run.later` is due before a timer that Temporal has.
 */
export function armTimer(run: Run, path: string, at: number, summary: string): void {
  const timer = { at, summary };
  addTimer(run, path, timer);
  if (!isScopeTimer(path)) {
    if (at >= run.laterFrom) return postpone(run, path, at);
    if (armedTimers(run) > run.program.limits.timers) {
      const [last, latest] = lastArmed(run);
      if (at >= latest.at) return postpone(run, path, at);
      takeBack(run, last);
      postpone(run, last, latest.at);
    }
  }
  emit(run, { kind: "startTimer", path, ...timer });
}

/**
 * Starts a timer that fires `ms` milliseconds from now. In a program with burst steps, `run.at` is the latest time that
 * stood in an event, which may be long ago (rule 11). There the driver counts by its own clock instead.
 */
export function armTimerAfter(run: Run, path: string, ms: number, summary: string): void {
  const at = run.at + ms;
  addTimer(run, path, { at, summary });
  emit(run, { kind: "startTimer", path, at, summary, ...(run.program.hasBurst && { afterMs: ms }) });
}

/** Stops a timer that is no longer needed. Does nothing if there is no such timer. */
export function disarmTimer(run: Run, path: string): void {
  if (!removeTimer(run, path)) return;
  if (run.later.delete(path)) {
    if (run.later.size === 0) run.laterFrom = Number.POSITIVE_INFINITY;
    return;
  }
  takeBack(run, path);
  armNext(run);
}

/**
 * Starts the earliest timers of `run.later` on Temporal, after another one has fired or was stopped. It fills up all free
 * places only once half of them are free, so that the timers need not be sorted each time.
 */
export function armNext(run: Run): void {
  const { timers: limit } = run.program.limits;
  if (run.later.size === 0 || armedTimers(run) > limit / 2) return;
  const waiting = [...run.later].map((path) => ({ path, ...run.timers.get(path)! })).toSorted((a, b) => a.at - b.at);
  const next = waiting.slice(0, limit - armedTimers(run));
  for (const { path, at, summary } of next) {
    run.later.delete(path);
    emit(run, { kind: "startTimer", path, at, summary });
  }
  run.laterFrom = waiting[next.length]?.at ?? Number.POSITIVE_INFINITY;
}

function postpone(run: Run, path: string, at: number): void {
  run.later.add(path);
  run.laterFrom = Math.min(run.laterFrom, at);
}

function takeBack(run: Run, path: string): void {
  if (!dropUnsent(run, "startTimer", path)) run.commands.push({ kind: "cancel", path });
}

/** How many timers Temporal has, without those that belong to scopes, which are few and short. */
function armedTimers(run: Run): number {
  return run.timers.size - run.later.size - run.scopeTimers;
}

/** The timer on Temporal that is due last; of several, the one that was started last. */
function lastArmed(run: Run): readonly [string, ArmedTimer] {
  let found: readonly [string, ArmedTimer] | null = null;
  for (const [path, timer] of run.timers) {
    if (run.later.has(path) || isScopeTimer(path)) continue;
    if (found === null || timer.at >= found[1].at) found = [path, timer];
  }
  return found!;
}
