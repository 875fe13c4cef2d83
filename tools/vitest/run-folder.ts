import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/**
 * Gives a test run a temporary folder of its own, which every test, server and process of the run gets as TMPDIR. The folder is removed
 * when the run ends, whatever its tests left in it. A run that is killed cannot remove its folder, so the next run does.
 */
export function useRunFolder(): void {
  const parent = tmpdir();
  // Vitest reads its settings once per project in the same process. Folders inside each other would make paths of sockets too long.
  if (basename(parent).startsWith(`tempograph-run-${process.pid}-`)) return;
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
