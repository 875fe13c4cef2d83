import { execFileSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";

export interface SmallDisk {
  /** Leaves no room on it. */
  fill(): void;
  free(): void;
  unmount(): void;
}

const CHUNK = Buffer.alloc(1 << 20);

/** Puts a file system of its own, in memory, at `folder`, which is empty. Undefined where this user may not, or memory is short. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || freemem() < 2 * megabytes * 2 ** 20) return undefined;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${String(megabytes)}m,mode=755`, "tmpfs", folder], {
      stdio: "ignore",
    });
  } catch {
    return undefined;
  }
  const ballast = join(folder, "ballast");
  return {
    fill() {
      const file = openSync(ballast, "w");
      try {
        for (const size of [CHUNK.length, 4_096]) {
          try {
            for (;;) writeSync(file, CHUNK, 0, size);
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
          }
        }
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    // Processes that are about to end may still have files open there.
    unmount: () => void execFileSync("umount", ["--lazy", folder]),
  };
}
