import { dropUnsent, emit } from "./gate.ts";
import type { Run } from "../state/run.ts";

/** Arms a timer; `at` in ms since epoch. */
export function armTimer(run: Run, path: string, at: number, summary: string): void {
  run.timers.set(path, { at, summary });
  emit(run, { kind: "startTimer", path, at, summary });
}

/**
 * Arms a timer that counts from now. In a program with burst steps `run.at` is the last time that data told of, which may
 * be long ago (rule 11): there the driver counts by its own clock, which arming may.
 */
export function armTimerAfter(run: Run, path: string, ms: number, summary: string): void {
  const at = run.at + ms;
  run.timers.set(path, { at, summary });
  emit(run, { kind: "startTimer", path, at, summary, ...(run.program.hasBurst && { afterMs: ms }) });
}

/** Stops a timer that nothing waits for any more. */
export function disarmTimer(run: Run, path: string): void {
  if (!run.timers.delete(path)) return;
  if (!dropUnsent(run, "startTimer", path)) run.commands.push({ kind: "cancel", path });
}
