import { dropUnsent, emit } from "./gate.ts";
import type { ArmedTimer, Run } from "../state/run.ts";
import { isScopeTimer } from "../state/step-path.ts";
import { addTimer, removeTimer } from "../state/timer-list.ts";

/**
 * Arms a timer; `at` in ms since epoch. Temporal is told of the earliest ones only (rule 15): the others are told of in
 * time, so a bound on their number delays none. Always true: no timer in `run.later` is due before one that Temporal has.
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
 * Arms a timer that counts from now. In a program with burst steps `run.at` is the last time that data told of, which may
 * be long ago (rule 11): there the driver counts by its own clock, which arming may.
 */
export function armTimerAfter(run: Run, path: string, ms: number, summary: string): void {
  const at = run.at + ms;
  addTimer(run, path, { at, summary });
  emit(run, { kind: "startTimer", path, at, summary, ...(run.program.hasBurst && { afterMs: ms }) });
}

/** Stops a timer that nothing waits for any more. */
export function disarmTimer(run: Run, path: string): void {
  if (!removeTimer(run, path)) return;
  if (run.later.delete(path)) {
    if (run.later.size === 0) run.laterFrom = Number.POSITIVE_INFINITY;
    return;
  }
  takeBack(run, path);
  armNext(run);
}

/** A timer has fired or was taken back: arms the earliest of those that wait, many at a time, so that each is sorted seldom. */
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

/** Those that Temporal knows, without the scopes' own: these count grace times, are few, and soon over. */
function armedTimers(run: Run): number {
  return run.timers.size - run.later.size - run.scopeTimers;
}

/** The latest one that Temporal knows; the youngest of those. */
function lastArmed(run: Run): readonly [string, ArmedTimer] {
  let found: readonly [string, ArmedTimer] | null = null;
  for (const [path, timer] of run.timers) {
    if (run.later.has(path) || isScopeTimer(path)) continue;
    if (found === null || timer.at >= found[1].at) found = [path, timer];
  }
  return found!;
}
