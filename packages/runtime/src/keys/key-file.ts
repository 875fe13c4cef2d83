import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { retry } from "../retry.ts";
import { parseKeys, printKeys, type Key, type Keys } from "./key-ring.ts";

/** Reads a file of keys. Throws an error that names the file and says what to do. */
export function readKeyFile(file: string, purpose: string): Keys {
  let mode: number;
  let text: string;
  try {
    mode = statSync(file).mode;
    text = readFileSync(file, "utf8");
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : "cannot be read";
    throw new Error(
      `The file of the ${purpose}, ${file}, ${reason}. Hint: restore it from a back-up; where nothing is encrypted yet, \`npm run keys -- rotate ${file}\` makes a new one.`,
      { cause },
    );
  }
  if ((mode & 0o077) !== 0)
    throw new Error(
      `The file of the ${purpose}, ${file}, is open to other accounts of this machine. Hint: \`chmod 600 ${file}\`; if others could read it, rotate the keys, too.`,
    );
  return parseKeys(text, purpose, file);
}

/** Makes the file unless it exists. Processes that start at the same time end with one and the same file. False: it exists. */
export function makeKeyFile(file: string, keys: Keys = firstKeys()): boolean {
  const aside = writeAside(file, keys);
  try {
    // A link either makes the complete file or fails, so no other process reads a part of it.
    linkSync(aside, file);
    return true;
  } catch (error) {
    if (!exists(error)) throw error;
    return false;
  } finally {
    rmSync(aside, { force: true });
    syncFolder(file);
  }
}

/** Replaces the file as a whole, so that a running process never reads a part of it. */
export function replaceKeyFile(file: string, keys: Keys): void {
  renameSync(writeAside(file, keys), file);
  syncFolder(file);
}

/**
 * Changes the file. Commands that run at the same time change it one after the other, because programs use a new key within a second,
 * and a key that the next command left out could never be found again. Undefined: there is no file yet.
 */
export async function changeKeyFile(
  file: string,
  change: (keys: Keys | undefined) => Keys,
  waitMs = 10_000,
): Promise<Keys> {
  const lock = `${file}.lock`;
  makeFolder(file);
  const takeLock = async () => await Promise.resolve(closeSync(openSync(lock, "wx", 0o600)));
  await retry(takeLock, { minMs: 20, maxMs: 200, isPassing: exists, forMs: waitMs }).catch((error: unknown) => {
    if (!exists(error)) throw error;
    throw new Error(
      `Another command is changing ${file}. Hint: try again; where none runs, one was interrupted: delete ${lock}.`,
    );
  });
  try {
    if (!existsSync(file)) {
      const first = change(undefined);
      // A program that starts makes the file without the lock.
      if (makeKeyFile(file, first)) return first;
    }
    const after = change(readKeyFile(file, "keys"));
    replaceKeyFile(file, after);
    return after;
  } finally {
    rmSync(lock, { force: true });
  }
}

function firstKeys(): Keys {
  const key = newKey();
  return { current: key.id, keys: new Map([[key.id, key]]) };
}

const exists = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "EEXIST";

export function newKey(): Key {
  return { id: `${new Date().toISOString().slice(0, 10)}-${randomBytes(4).toString("hex")}`, secret: randomBytes(32) };
}

function makeFolder(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
}

/** The folder's entry for a file reaches the disk by itself later: without this a power cut could take a key that is in use already. */
function syncFolder(file: string): void {
  const folder = openSync(dirname(file), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function writeAside(file: string, keys: Keys): string {
  makeFolder(file);
  const aside = `${file}.${String(process.pid)}-${randomBytes(4).toString("hex")}.new`;
  const descriptor = openSync(aside, "wx", 0o600);
  try {
    chmodSync(aside, 0o600);
    writeSync(descriptor, printKeys(keys));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return aside;
}
