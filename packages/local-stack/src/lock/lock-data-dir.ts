import { join } from "node:path";
import { StartError } from "../start-error.ts";
import { lockFile, LockHeldError, type Lock } from "./lock-file.ts";

export class DataDirInUseError extends StartError {
  readonly dataDir: string;
  readonly holder: number | undefined;

  constructor(dataDir: string, what: string, holder: number | undefined) {
    const who = holder === undefined ? "Another process" : `Process ${holder}`;
    super(
      "DATA_DIR_IN_USE",
      `${who} runs ${what} on ${dataDir}.`,
      "Stop it, or choose another folder with TEMPOGRAPH_DATA_DIR.",
    );
    this.name = "DataDirInUseError";
    this.dataDir = dataDir;
    this.holder = holder;
  }
}

/**
 * One stack per data directory. Throws DataDirInUseError, which names the pid that holds it. `part` allows the parts
 * of one stack their own locks (`postgres`, `temporal`).
 */
export function lockDataDir(dataDir: string, part = "stack"): Lock {
  try {
    return lockFile(join(dataDir, `${part}.lock`));
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    throw new DataDirInUseError(dataDir, part === "stack" ? "a stack" : part, error.holder);
  }
}
