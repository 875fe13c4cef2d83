import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
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

/** Makes the file with one new key unless it exists. Processes that start at the same time end with one and the same file. */
export function makeKeyFile(file: string): void {
  const key = newKey();
  const aside = writeAside(file, { current: key.id, keys: new Map([[key.id, key]]) });
  try {
    // A link either makes the complete file or fails, so no other process reads a part of it.
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Replaces the file as a whole, so that a running process never reads a part of it. */
export function replaceKeyFile(file: string, keys: Keys): void {
  renameSync(writeAside(file, keys), file);
}

export function newKey(): Key {
  return { id: `${new Date().toISOString().slice(0, 10)}-${randomBytes(4).toString("hex")}`, secret: randomBytes(32) };
}

function writeAside(file: string, keys: Keys): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
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
