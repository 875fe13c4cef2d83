import { jsonSize } from "../../definition/json-size.ts";
import { messageBytes, MAX_VALUE_BYTES } from "../../definition/limits.ts";
import type { Command, RunStep } from "../command.ts";
import { forgetHeld, hold, isActivity, unsentKey } from "../state/held-commands.ts";
import type { Run } from "../state/run.ts";
import { isScopeTimer } from "../state/step-path.ts";

/** At most about this many bytes of commands go out with one batch, because Temporal accepts messages of at most 4 MiB. */
export const MAX_COMMAND_BYTES = 1_000_000;

/**
 * Sends a command, or holds it back. While the execution is paused or about to continue as new, new side effects and timers
 * are held; commands that release a lock or cancel a called execution are sent (rule 9). Every activity is held while as
 * many as allowed are under way on Temporal (rule 15).
 */
export function emit(run: Run, command: Command): void {
  if (isActivity(command)) run.underWay.add(command.path);
  if (isGated(run, command) || isBeyondBound(run, command)) hold(run, command);
  else run.commands.push(command);
}

/** Takes back a command that has not been sent. @returns whether there was such a command */
export function dropUnsent(run: Run, kind: "runStep" | "startTimer", path: string): boolean {
  const key = unsentKey({ kind, path });
  indexUnsent(run);
  const held = run.heldAt.get(key);
  const command = held ?? run.unsent.get(key);
  if (command === undefined) return false;
  if (held !== undefined) forgetHeld(run, held);
  run.unsent.delete(key);
  run.dropped.add(command);
  if (kind === "runStep") run.underWay.delete(path);
  return true;
}

/** Sends the held commands that may be sent now, in order. If one activity still has to wait, the activities behind it wait, too. */
export function releaseHeld(run: Run): void {
  if (run.held.length === 0) return;
  const kept: Command[] = [];
  let isBlocked = false;
  for (const command of run.held) {
    if (run.dropped.has(command)) continue;
    isBlocked ||= isActivity(command) && !isGated(run, command) && isAtBound(run);
    if (isGated(run, command) || (isBlocked && isActivity(command))) {
      kept.push(command);
      continue;
    }
    forgetHeld(run, command);
    if (command.kind === "runStep") countInput(run, command.input);
    run.commands.push(command);
  }
  run.held = kept;
}

/** Ends a batch: sends the held commands that may be sent now, and removes the commands that were taken back. */
export function closeBatch(run: Run): void {
  releaseHeld(run);
  if (run.dropped.size > 0) {
    run.commands = run.commands.filter((command) => !run.dropped.has(command));
    run.held = run.held.filter((command) => !run.dropped.has(command));
    run.dropped.clear();
  }
  run.indexed = 0;
  if (run.unsent.size > 0) run.unsent.clear();
}

/** Whether a node that commands a step of this lane may fire now (rule 15). */
export function hasRoom(run: Run, lane: RunStep["lane"]): boolean {
  const { steps, burstSteps } = run.program.limits;
  return lane === "burst" ? run.burstsAwaited < burstSteps : run.underWay.size < steps;
}

/**
 * Counts a step's input towards the bytes that one workflow task may contain.
 *
 * @param known the bytes of the input, if they have been counted already
 */
export function countInput(run: Run, input: RunStep["input"], known?: number): void {
  // Version 1 counted only inputs whose bytes were known, and did not count an input again after its command had been
  // held. Its histories depend on that.
  const bytes = known ?? (run.program.definition.interpreterVersion === 1 ? 0 : jsonSize(input, MAX_VALUE_BYTES));
  run.inputBytes += bytes;
  run.commandBytes += messageBytes(bytes);
}

/** Whether new side effects are held, because the execution is paused or about to continue as new (rule 9). */
export function isGateClosed(run: Run): boolean {
  return run.paused || run.draining !== "no";
}

/** Adds this batch's commands to the index of unsent commands. Most batches take no command back, so the index is made only when needed. */
function indexUnsent(run: Run): void {
  for (; run.indexed < run.commands.length; run.indexed += 1) {
    const command = run.commands[run.indexed]!;
    if (command.kind === "runStep" || command.kind === "startTimer") run.unsent.set(unsentKey(command), command);
  }
}

function isGated(run: Run, command: Command): boolean {
  if (!isGateClosed(run)) return false;
  if (command.kind === "startTimer") return !isScopeTimer(command.path);
  if (command.kind !== "runStep") return false;
  // Compensation is held by a pause, but not by draining. Cancelling a call and releasing a lock are never held.
  if (command.purpose === "undo") return run.paused;
  return command.purpose === undefined;
}

/** Whether a new activity has to wait because of the bound on activities. It never overtakes an activity that already waits. */
function isBeyondBound(run: Run, command: Command): boolean {
  if (!isActivity(command)) return false;
  return (run.heldSteps > 0 && !isGateClosed(run)) || run.underWay.size - run.heldSteps > run.program.limits.sentSteps;
}

function isAtBound(run: Run): boolean {
  if (run.underWay.size - run.heldSteps >= run.program.limits.sentSteps) return true;
  return run.program.definition.interpreterVersion > 1 && run.commandBytes >= MAX_COMMAND_BYTES;
}
