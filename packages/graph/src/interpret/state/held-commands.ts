import type { Command, RunStep } from "../command.ts";
import type { Run } from "./run.ts";

type UnsentKind = "runStep" | "startTimer";

/** Holds a command that may not be sent yet. Held commands keep their order. */
export function hold(run: Run, command: Command): void {
  run.held.push(command);
  if (command.kind !== "runStep" && command.kind !== "startTimer") return;
  run.heldAt.set(unsentKey(command), command);
  if (isActivity(command)) run.heldSteps += 1;
}

/** Removes a command from the index of held commands, because it is sent or no longer needed. */
export function forgetHeld(run: Run, command: Command): void {
  if (command.kind !== "runStep" && command.kind !== "startTimer") return;
  run.heldAt.delete(unsentKey(command));
  if (isActivity(command)) run.heldSteps -= 1;
}

/** Whether the command is held. If so, it has not been sent, and no answer can come for it. */
export function isHeld(run: Run, kind: UnsentKind, path: string): boolean {
  return run.heldAt.has(unsentKey({ kind, path }));
}

/** Whether Temporal counts the command as a pending activity. It does not count burst steps, which are local activities. */
export function isActivity(command: Command): command is RunStep {
  return command.kind === "runStep" && command.lane === "step";
}

/** The key of a command in the indexes. A step and a timer may have the same path, so the key of a timer differs. */
export function unsentKey({ kind, path }: { readonly kind: UnsentKind; readonly path: string }): string {
  return kind === "runStep" ? path : `timer ${path}`;
}
