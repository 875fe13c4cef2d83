import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";

export type Lock = { release(): void };

export class LockHeldError extends Error {
  readonly file: string;
  /** The process that holds the lock, where it could be read. */
  readonly holder: number | undefined;

  constructor(file: string, holder: number | undefined) {
    super(`${file} is locked by ${holder === undefined ? "another process" : `process ${holder}`}.`);
    this.name = "LockHeldError";
    this.file = file;
    this.holder = holder;
  }
}

/**
 * Takes an exclusive lock on a file, or throws LockHeldError. The lock is the kernel's (through SQLite, which Node
 * contains): it disappears with its process, even after kill -9, so a stale lock cannot exist and nothing has to guess
 * whether a pid is dead. The holder's pid is written beside it, only for the error message. A normal release removes both
 * files.
 */
export function lockFile(file: string): Lock {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  for (;;) {
    const lock = lockOnce(file);
    if (lock !== undefined) return lock;
  }
}

/** Undefined if the last holder removed the file before we had the lock; the caller has to try again. */
function lockOnce(file: string): Lock | undefined {
  // Compare inode numbers and do not open the file: closing a descriptor would drop this process's locks on the file.
  const inode = inodeOf(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // The journal stays in memory: no second file, and nothing is ever written to this one.
    database.exec("PRAGMA journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (isBusy(error)) throw new LockHeldError(file, readHolder(file));
    throw error;
  }
  if (statSync(file, { throwIfNoEntry: false })?.ino !== inode) {
    database.close();
    return undefined;
  }
  writeFileSync(holderFile(file), `${process.pid}\n`, { mode: 0o600 });
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      // Remove the file while we still hold the lock: a process that opened it meanwhile detects with the check above that it is gone.
      rmSync(holderFile(file), { force: true });
      rmSync(file, { force: true });
      database.close();
    },
  };
}

/** The same, waiting until the lock is free. `onWait` is called at once and then about every five seconds with the holder's pid. */
export async function lockFileWhenFree(file: string, onWait?: (holder: number | undefined) => void): Promise<Lock> {
  for (let tries = 0; ; tries++) {
    try {
      return lockFile(file);
    } catch (error) {
      if (!(error instanceof LockHeldError)) throw error;
      if (tries % 50 === 0) onWait?.(error.holder);
      await sleep(100);
    }
  }
}

/** Makes the file where there is none. */
function inodeOf(file: string): number | undefined {
  try {
    if (!existsSync(file)) writeFileSync(file, "", { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return statSync(file, { throwIfNoEntry: false })?.ino;
}

function holderFile(file: string): string {
  return `${file}.pid`;
}

function readHolder(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(holderFile(file), "utf8"), 10);
    return Number.isInteger(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isBusy(error: unknown): boolean {
  // SQLITE_BUSY 5, SQLITE_LOCKED 6.
  const code = (error as { errcode?: unknown }).errcode;
  return code === 5 || code === 6;
}
