import { mkdir, open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ExportTarget } from "./export-target.ts";

/** Files in a folder. A file is written beside its place and synced before it gets its name, so that no half of it is ever taken for whole. */
export function exportToFolder(folder: string): ExportTarget {
  return {
    place: folder,
    async write(name, text) {
      const path = join(folder, name);
      const made = await mkdir(dirname(path), { recursive: true });
      const beside = `${path}.${String(process.pid)}.part`;
      const file = await open(beside, "w", 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path);
      await syncFolders(dirname(path), made === undefined ? dirname(path) : dirname(made));
    },
  };
}

/** A name is durable when its folder is, and a new folder when the one above is. */
async function syncFolders(from: string, upTo: string): Promise<void> {
  for (let folder = from; ; folder = dirname(folder)) {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (folder === upTo || folder === dirname(folder)) return;
  }
}
