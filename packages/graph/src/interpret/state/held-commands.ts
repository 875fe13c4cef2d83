import type { Command, RunStep } from "../command.ts";
import type { Run } from "./run.ts";

type UnsentKind = "runStep" | "startTimer";

/** Keeps a command that may not be sent yet, behind those that are held already. */
export function hold(run: Run, command: Command): void {
  run.held.push(command);
  if (command.kind !== "runStep" && command.kind !== "startTimer") return;
  run.heldAt.set(unsentKey(command), command);
  if (isActivity(command)) run.heldSteps += 1;
}

/** The command is held no longer: it goes out, or nothing wants it any more. */
export function forgetHeld(run: Run, command: Command): void {
  if (command.kind !== "runStep" && command.kind !== "startTimer") return;
  run.heldAt.delete(unsentKey(command));
  if (isActivity(command)) run.heldSteps -= 1;
}

/** Whether the command is held: no answer can come for it yet. */
export function isHeld(run: Run, kind: UnsentKind, path: string): boolean {
  return run.heldAt.has(unsentKey({ kind, path }));
}

/** Temporal counts it as a pending activity; a burst step is a local one, which it does not know of. */
export function isActivity(command: Command): command is RunStep {
  return command.kind === "runStep" && command.lane === "step";
}

/** A step and its time-out may share a path, so a timer's key says that it is one. */
export function unsentKey({ kind, path }: { readonly kind: UnsentKind; readonly path: string }): string {
  return kind === "runStep" ? path : `timer ${path}`;
}
