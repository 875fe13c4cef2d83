import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { endProcess, type EndProcessOptions } from "./end-process.ts";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";

/** Records which process serves a data directory, so that the next start can find a process that outlived its parent. */
export function recordProcess(file: string, pid: number): void {
  const identity = identify(pid);
  if (identity === undefined) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(identity)}\n`, { mode: 0o600 });
}

export function forgetProcess(file: string): void {
  rmSync(file, { force: true });
}

/**
 * Ends the process that `file` names, if it still lives. Call it only while holding the lock of the data directory:
 * then the process's owner is known to be dead. Returns the pid that was ended.
 */
export async function endRecordedProcess(file: string, options?: EndProcessOptions): Promise<number | undefined> {
  const identity = readRecord(file);
  const leftOver = identity !== undefined && isAlive(identity);
  if (leftOver) await endProcess(identity, options);
  forgetProcess(file);
  return leftOver ? identity.pid : undefined;
}

function readRecord(file: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, startTime } = value as Record<string, unknown>;
    return typeof pid === "number" && typeof startTime === "string" ? { pid, startTime } : undefined;
  } catch {
    return undefined;
  }
}
