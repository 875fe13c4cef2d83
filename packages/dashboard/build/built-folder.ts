import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { buildInto } from "./build-into.ts";
import { CACHE } from "./places.ts";
import { sourcesKey } from "./sources-key.ts";

/** Builds that were used later than this stay: a page of yesterday still asks for its parts. */
const KEPT_MS = 7 * 24 * 3_600_000;

/** The folder with the dashboard as its sources are now. What was built before is found again. */
export async function builtFolder(say: (line: string) => void): Promise<string> {
  const folder = join(CACHE, sourcesKey());
  if (!existsSync(folder)) {
    const draft = `${folder}.${String(process.pid)}`;
    mkdirSync(CACHE, { recursive: true });
    await buildInto(draft, say);
    // Another process may have built the same meanwhile.
    if (existsSync(folder)) rmSync(draft, { recursive: true });
    else renameSync(draft, folder);
    removeOld();
  }
  const now = new Date();
  utimesSync(folder, now, now);
  return folder;
}

function removeOld(): void {
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
