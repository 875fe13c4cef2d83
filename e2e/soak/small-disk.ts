import { execFileSync } from "node:child_process";
import { statfsSync } from "node:fs";
import { freemem } from "node:os";

export interface SmallDisk {
  /** Leaves no room on it. */
  fill(): void;
  free(): void;
  unmount(): void;
}

/** A page of memory: what a file system in memory is counted in. */
const PAGE = 4_096;

/**
 * Puts a file system of its own, in memory, at `folder`, which is empty. Undefined where this user may not, or memory is short.
 * It is full when its limit is lowered to what it holds, so that a full disk costs no memory, however large it may become.
 */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || freemem() < megabytes * 2 ** 20) return undefined;
  const limit = `size=${String(megabytes)}m`;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `${limit},mode=755`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  const setLimit = (size: string) => execFileSync("mount", ["-o", `remount,${size}`, folder], { stdio: "ignore" });
  return {
    fill() {
      // What is written between the question and the command makes the limit too low, which the kernel refuses.
      for (let tries = 0; ; tries++) {
        const { blocks, bfree, bsize } = statfsSync(folder);
        const pages = Math.ceil(((blocks - bfree) * bsize) / PAGE) + tries;
        try {
          setLimit(`size=${String(pages * PAGE)}`);
          return;
        } catch (error) {
          if (tries === 100) throw error;
        }
      }
    },
    free: () => setLimit(limit),
    // Processes that are about to end may still have files open there.
    unmount: () => void execFileSync("umount", ["--lazy", folder]),
  };
}
