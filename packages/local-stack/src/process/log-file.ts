import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";

export interface LogFile {
  write(line: string): void;
  close(): void;
}

/**
 * A file for what a child process writes, for its owner only. Lines that cannot be written, because the disk is full, are lost: they must not
 * end the process that looks after the child.
 */
export function openLogFile(file: string, options: { readonly append?: boolean } = {}): LogFile {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let descriptor: number | undefined = openSync(file, options.append === true ? "a" : "w", 0o600);
  return {
    write(line) {
      if (descriptor === undefined) return;
      try {
        writeSync(descriptor, `${line}\n`);
      } catch {
        // There is no other place to say so.
      }
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
