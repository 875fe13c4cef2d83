import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What is compiled once and used by all runs. */
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/tempograph", import.meta.url));
/** The memory that has to be free, so that a run may have its folder there. A run uses about 1 GB of it. */
const FREE_BYTES = 8 * 2 ** 30;

/**
 * Gives a test run a temporary folder of its own, which every test, server and process of the run gets as TMPDIR. The folder is removed
 * when the run ends, whatever its tests left in it. A run that is killed cannot remove its folder, so the next run does.
 */
export function useRunFolder(): void {
  const parent = folderInMemory() ?? tmpdir();
  // Vitest reads its settings once per project in the same process. Folders inside each other would make paths of sockets too long.
  if (basename(tmpdir()).startsWith(`tempograph-run-${process.pid}-`)) return;
  for (const name of readdirSync(parent)) {
    const pid = /^tempograph-run-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) remove(join(parent, name));
  }
  const folder = mkdtempSync(join(parent, `tempograph-run-${process.pid}-`));
  // Postgres may run under another account, which has to pass through the folder. The folders in it are closed to others.
  chmodSync(folder, 0o711);
  process.env["TMPDIR"] = folder;
  process.once("exit", () => remove(folder));
}

/**
 * Lets the programs that tests start find what earlier ones have compiled: their own modules, and the bundle of the interpreter. A new
 * data folder would make each of them compile everything again, which takes longer than most tests.
 */
export function useCompileCache(): void {
  process.env["NODE_COMPILE_CACHE"] ??= join(CACHE, "node");
  process.env["TEMPOGRAPH_CACHE_DIR"] ??= join(CACHE, "worker");
}

/**
 * The folder of this machine that is kept in memory, if nobody chose a temporary folder, and if it has room. Servers of tests write with
 * fsync, for which a disk lets them wait, and costs a quarter of the processors' time.
 */
function folderInMemory(): string | undefined {
  const folder = "/dev/shm";
  if (process.env["TMPDIR"] !== undefined || process.availableMemory() < FREE_BYTES) return undefined;
  try {
    const options = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .map((line) => line.split(" "))
      .findLast(([, place, type]) => place === folder && type === "tmpfs")?.[3];
    // Programs are unpacked into the folder, too.
    if (options === undefined || options.split(",").includes("noexec")) return undefined;
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < FREE_BYTES ? undefined : folder;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // It belongs to another account, or a process that is just ending still writes to it: a later run tries again.
  }
}
