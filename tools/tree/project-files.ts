import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const NOT_OURS = new Set([
  "node_modules",
  ".stryker-tmp",
  "reports",
  "dist",
  ".git",
  ".turbo",
  ".tempograph",
  "coverage",
]);

/** The paths, relative to the root, of all files of the project, or of those in the folder `under`. */
export function projectFiles(under = "."): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (NOT_OURS.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) found.push(relative(ROOT, path));
    }
  };
  walk(join(ROOT, under));
  return found.sort();
}

export const isTypeScript = (path: string): boolean => /\.tsx?$/.test(path);

/** Whether a file contains code that only tests run. Such code may use devDependencies. */
export const isTestCode = (path: string): boolean =>
  /\.(test|bench)\.tsx?$|\/(fixtures|testing|test-kit|conformance|golden)\//.test(path);
