import type { Command } from "../command.ts";
import type { Run } from "./run.ts";

type UnsentKind = "runStep" | "startTimer";

/** Puts a command behind the gate. */
export function hold(run: Run, command: Command): void {
  run.held.push(command);
  if (command.kind === "runStep" || command.kind === "startTimer") run.heldAt.set(unsentKey(command), command);
}

/** Whether the command stands behind the gate: no answer can come for it yet. */
export function isHeld(run: Run, kind: UnsentKind, path: string): boolean {
  return run.heldAt.has(unsentKey({ kind, path }));
}

/** A step and its time-out may share a path, so a timer's key says that it is one. */
export function unsentKey({ kind, path }: { readonly kind: UnsentKind; readonly path: string }): string {
  return kind === "runStep" ? path : `timer ${path}`;
}
