import { watch } from "node:fs";
import { sep } from "node:path";

/** Editors write a file in several steps, so a change counts when nothing has happened for this long. */
const QUIET_MS = 150;

/** Calls `changed` after files in a folder have changed, one call at a time, until the signal is aborted. */
export function watchFolder(folder: string, signal: AbortSignal, changed: () => Promise<void> | void): void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const watcher = watch(folder, { recursive: true, signal }, (_, file) => {
    if (file !== null && file.split(sep).some((part) => part === "node_modules" || part.startsWith("."))) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(changed);
    }, QUIET_MS);
  });
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  // An aborted watch tells so as an error.
  watcher.on("error", () => undefined);
}
