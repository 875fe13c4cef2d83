import type { Command } from "commander";
import type { Bind } from "../operations/operation-command.ts";

/** A command that is made for people. It does more than one operation, or shows more than an answer. */
export interface FriendlyCommand {
  readonly words: readonly [string] | readonly [string, string];
  /** One line. */
  readonly summary: string;
  /** Adds arguments, options, help and the action. */
  readonly describe: (command: Command, bind: Bind) => void;
}
