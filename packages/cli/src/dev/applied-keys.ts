import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The keys of the workflows that `tempograph dev` has applied from files, kept with the data. Only these it archives when their file is
 * gone: a workflow that somebody has made at the server, and given a key, has never had a file here.
 */
export class AppliedKeys {
  readonly #file: string;

  constructor(dataDir: string) {
    this.#file = join(dataDir, "applied-keys.json");
  }

  read(): ReadonlySet<string> {
    try {
      return new Set(JSON.parse(readFileSync(this.#file, "utf8")) as readonly string[]);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Set();
      throw error;
    }
  }

  write(keys: Iterable<string>): void {
    writeFileSync(this.#file, `${JSON.stringify([...new Set(keys)])}\n`, { mode: 0o600 });
  }
}
