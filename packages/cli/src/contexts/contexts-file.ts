import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Shell } from "../shell.ts";
import { WrongCall } from "../wrong-call.ts";

/** A server, and who calls it. */
export interface Context {
  readonly url: string;
  readonly token?: string;
  readonly project?: string;
}

interface Contexts {
  /** The name of the context that is used if none is named. */
  readonly current?: string | undefined;
  readonly contexts: Readonly<Record<string, Context>>;
}

/** Where contexts are kept: `$XDG_CONFIG_HOME/tempograph/contexts.json`. */
function contextsFile({ env }: Pick<Shell, "env">): string {
  return join(env["XDG_CONFIG_HOME"] || join(env["HOME"] || homedir(), ".config"), "tempograph/contexts.json");
}

export function readContexts(shell: Pick<Shell, "env">): Contexts {
  const file = contextsFile(shell);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { contexts: {} };
    throw error;
  }
  try {
    return JSON.parse(text) as Contexts;
  } catch {
    throw new WrongCall(`${file} is not JSON.`, "Mend it, or remove it and log in again.");
  }
}

/** The context with this name. */
export function contextNamed({ contexts }: Contexts, name: string): Context {
  const found = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (found !== undefined) return found;
  throw new WrongCall(
    `There is no context ${JSON.stringify(name)}.`,
    "`tempograph context list` shows those that there are.",
  );
}

/** Replaces the file at once, and lets only its owner read it, because it contains tokens (I10). */
export function writeContexts(shell: Pick<Shell, "env">, contexts: Contexts): void {
  const file = contextsFile(shell);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(contexts, null, 2)}\n`, { mode: 0o600 });
  chmodSync(next, 0o600);
  renameSync(next, file);
}
