import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { OnProgress } from "../progress.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import type { ServiceAccount } from "./service-account.ts";

/**
 * The folder of binaries that the account can execute from. A checkout of root's in a private folder (/root, or one
 * from mktemp) is closed to every other account: then the binaries are copied once to a system cache folder.
 */
export function reachableRoot(
  binaries: PostgresBinaries,
  account: ServiceAccount | undefined,
  onProgress?: OnProgress,
): string {
  if (account === undefined || canReach(binaries.root, account)) return binaries.root;
  const target = `/var/cache/tempograph/postgres-${binaries.version}-${process.arch}`;
  if (existsSync(target)) return target;
  onProgress?.(`Copying PostgreSQL to ${target}: its account cannot read ${binaries.root}`);
  const unfinished = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  chmodSync(dirname(target), 0o755);
  cpSync(binaries.root, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(join(target, "bin"))) throw error;
  }
  return target;
}

/** Whether the account may pass every folder on the way to `path` and read `path` itself. */
export function canReach(path: string, account: ServiceAccount): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bits = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode;
    if ((bits & 0o1) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
