import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, SDL } from "./places.ts";

/** The packages whose sources end up in the dashboard. */
const PACKAGES = ["dashboard", "client", "graph", "sentences", "builder", "nodes-sdk"];
/** What is not part of it, however often it changes. */
const NOT_BUILT = /\.(test|bench)\.tsx?$|\/(node_modules|dist|data\/generated|test-kit|conformance|fixtures)\//;

/** Names what the dashboard is built from: its sources, those of the packages that it uses, and the versions of all libraries. */
export function sourcesKey(): string {
  const files = PACKAGES.flatMap((name) => filesIn(`packages/${name}/`)).toSorted();
  const hash = createHash("sha256");
  for (const file of [...files, SDL.slice(ROOT.length), "pnpm-lock.yaml"])
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 24);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}${entry.name}`;
      if (entry.isDirectory()) return NOT_BUILT.test(`${path}/`) ? [] : filesIn(`${path}/`);
      return NOT_BUILT.test(path) || !entry.isFile() ? [] : [path];
    });
  } catch (error) {
    // A package that this checkout does not have.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
