import { chmodSync, lstatSync, mkdirSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";

/** The names of what a stack keeps in its data folder. */
const OURS =
  /^(token|tokens\.json|postgres|postgres\.unfinished|postgres(-api|-worker)?\.password|temporal\.db(-wal|-shm|-journal)?|(postgres|temporal)\.process\.json|(stack|postgres|temporal)\.lock(\.pid)?|(payload|signing)-keys\.json|keys|ui-host|logs|cache|demo-echo-port|ports\.json|applied-keys\.json)$/;

/**
 * Makes the data folder if there is none, and closes it to other accounts: folders become 0700 and files 0600. New files are made like
 * that; those of an earlier version, whose `temporal.db` every account could read, are mended here.
 *
 * Only names that belong to a stack are touched. A folder that also contains something else keeps its own mode, because it may be a
 * folder that others need, such as `/tmp` or a home folder.
 */
export function openDataDir(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const entries = readdirSync(dataDir);
  if (entries.every((name) => OURS.test(name))) close(dataDir, lstatSync(dataDir));
  for (const name of entries) if (OURS.test(name)) closeTree(join(dataDir, name));
}

/** Symbolic links are left alone. Postgres cares for its own folder: it does not start on one that is open to others. */
function closeTree(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return;
  close(path, stats);
  // What is in a closed folder is out of reach. Compiled code in `cache` consists of thousands of files.
  if (!stats.isDirectory() || /\/(postgres(\.unfinished)?|cache)$/.test(path)) return;
  for (const name of readdirSync(path)) closeTree(join(path, name));
}

function close(path: string, stats: Stats): void {
  const isMine = stats.uid === process.getuid?.();
  if (!stats.isSymbolicLink() && isMine && (stats.mode & 0o077) !== 0) chmodSync(path, stats.mode & 0o700);
}
