import type { Command } from "../command.ts";
import { hold, unsentKey } from "../state/held-commands.ts";
import type { Run } from "../state/run.ts";

/** New side effects and timers wait behind the gate (rule 9); what takes something back passes always. */
export function emit(run: Run, command: Command): void {
  if (isGated(run, command)) hold(run, command);
  else run.commands.push(command);
}

/** Takes back a command that has not left yet. */
export function dropUnsent(run: Run, kind: "runStep" | "startTimer", path: string): boolean {
  const key = unsentKey({ kind, path });
  indexUnsent(run);
  const command = run.heldAt.get(key) ?? run.unsent.get(key);
  if (command === undefined) return false;
  run.heldAt.delete(key);
  run.unsent.delete(key);
  run.dropped.add(command);
  return true;
}

/** Lets through what was held, in order, once both reasons are gone. */
export function openGate(run: Run): void {
  if (run.paused || run.draining !== "no") return;
  for (const command of run.held) run.commands.push(command);
  run.held = [];
  run.heldAt.clear();
}

/** The batch is over: what was dropped is gone, what is held can still be dropped. */
export function closeBatch(run: Run): void {
  if (run.dropped.size > 0) {
    run.commands = run.commands.filter((command) => !run.dropped.has(command));
    run.held = run.held.filter((command) => !run.dropped.has(command));
    run.dropped.clear();
  }
  run.indexed = 0;
  if (run.unsent.size > 0) run.unsent.clear();
}

/** Most batches take nothing back: only one that does pays for an index of what it commanded. */
function indexUnsent(run: Run): void {
  for (; run.indexed < run.commands.length; run.indexed += 1) {
    const command = run.commands[run.indexed]!;
    if (command.kind === "runStep" || command.kind === "startTimer") run.unsent.set(unsentKey(command), command);
  }
}

function isGated(run: Run, command: Command): boolean {
  if (!run.paused && run.draining === "no") return false;
  if (command.kind === "startTimer") return !isScopeTimer(command.path);
  if (command.kind !== "runStep") return false;
  // Compensation passes draining; taking a call or a lock back passes always.
  if (command.purpose === "undo") return run.paused;
  return command.purpose === undefined;
}

function isScopeTimer(path: string): boolean {
  return /!(cancel|settle|drain)$/.test(path);
}
