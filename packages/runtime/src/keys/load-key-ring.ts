import { execFile } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { promisify } from "node:util";
import { makeKeyFile, readKeyFile } from "./key-file.ts";
import { parseKeys, type Key, type KeyRing, type Keys } from "./key-ring.ts";

export interface KeyRingOptions {
  /** What the keys are for, in the plural, as it stands in errors: `payload keys`. */
  readonly purpose: string;
  /** A JSON file of the mode 0600. Exactly one of `file` and `command` is given. */
  readonly file?: string | undefined;
  /** A shell command that prints what the file would contain. */
  readonly command?: string | undefined;
  /** Makes the file with a new key if there is none. */
  readonly make?: boolean;
  /** Called when keys that have changed cannot be used; the ring keeps those that it had. */
  readonly onError?: (error: Error) => void;
}

/** How often a ring looks whether its file has changed. */
const FILE_CHECK_MS = 1_000;
/** The age at which the keys of a command are asked for again, and the shortest time between two runs. */
const COMMAND_AGE_MS = 60_000;
const COMMAND_PAUSE_MS = 5_000;
const COMMAND_TIMEOUT_MS = 15_000;

/**
 * Loads keys, and follows their changes while the process runs: a changed file is read again within a second of the next use, and at once when
 * a value names a key that the ring does not have. So where all processes share one file, `npm run keys -- rotate` needs no restart.
 */
export async function loadKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  const { file, command, purpose, make = false, onError = () => {} } = options;
  if ((file === undefined) === (command === undefined))
    throw new Error(`The ${purpose} come either from a file or from a command: give exactly one of the two.`);
  if (file !== undefined) {
    if (make && !existsSync(file)) makeKeyFile(file);
    return ringOfFile(file, purpose, onError);
  }
  return await ringOfCommand(command!, purpose, onError);
}

function ringOfFile(file: string, purpose: string, onError: (error: Error) => void): KeyRing {
  let version = versionOf(file);
  let keys = readKeyFile(file, purpose);
  let checkedAt = performance.now();

  function follow(): void {
    checkedAt = performance.now();
    const found = versionOf(file);
    if (found === version) return;
    try {
      keys = readKeyFile(file, purpose);
      version = found;
    } catch (error) {
      // The version stays the old one, so that the file is read again after it was mended with the same size and time.
      onError(error as Error);
    }
  }
  return ringOf(purpose, file, {
    keys: () => {
      if (performance.now() - checkedAt > FILE_CHECK_MS) follow();
      return keys;
    },
    onUnknown: () => {
      follow();
      return keys;
    },
  });
}

/** Changes whenever the file is replaced or written. */
function versionOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
}

async function ringOfCommand(command: string, purpose: string, onError: (error: Error) => void): Promise<KeyRing> {
  let keys = await runCommand(command, purpose);
  let begunAt = performance.now();
  let running = false;

  /** The answer comes too late for this caller; whoever tries again finds it. */
  function askAgain(afterMs: number): void {
    if (running || performance.now() - begunAt < afterMs) return;
    running = true;
    begunAt = performance.now();
    runCommand(command, purpose)
      .then((found) => (keys = found), onError)
      .finally(() => (running = false));
  }
  return ringOf(purpose, `what \`${command}\` prints`, {
    keys: () => {
      askAgain(COMMAND_AGE_MS);
      return keys;
    },
    onUnknown: () => {
      askAgain(COMMAND_PAUSE_MS);
      return keys;
    },
  });
}

async function runCommand(command: string, purpose: string): Promise<Keys> {
  const run = promisify(execFile);
  const { stdout } = await run("/bin/sh", ["-c", command], { timeout: COMMAND_TIMEOUT_MS }).catch((cause: unknown) => {
    const { code, killed, stderr } = cause as { code?: unknown; killed?: boolean; stderr?: string };
    const how = killed === true ? `took longer than ${COMMAND_TIMEOUT_MS / 1_000} s` : `ended with ${String(code)}`;
    throw new Error(
      `The command for the ${purpose} ${how}: \`${command}\`. ${(stderr ?? "").trim().slice(-500)}`.trimEnd(),
    );
  });
  return parseKeys(stdout, purpose, `what \`${command}\` prints`);
}

interface Source {
  keys(): Keys;
  /** The keys after a look for new ones, because a value needs one that is not known. */
  onUnknown(): Keys;
}

function ringOf(purpose: string, place: string, source: Source): KeyRing {
  return {
    purpose,
    place,
    get current(): Key {
      const { keys, current } = source.keys();
      return keys.get(current)!;
    },
    get all(): readonly Key[] {
      return [...source.keys().keys.values()];
    },
    get: (id) => source.keys().keys.get(id) ?? source.onUnknown().keys.get(id),
  };
}
