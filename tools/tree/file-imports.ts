import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ROOT } from "./project-files.ts";

const FORMS =
  /^[ \t]*(?:import|export)\s+(?:[\w$*{},\s]+?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']|\btypeof import\(\s*["']([^"']+)["']/gm;

/** The modules that a source text names in imports, exports and `import(…)`, type-only ones included. */
export function importedNames(source: string): readonly string[] {
  return [...source.matchAll(FORMS)].map(([, declared, late, type]) => (declared ?? late ?? type) as string);
}

/** The files of the project that a file imports by a relative path, as paths from the root. */
export function importedFiles(path: string): readonly string[] {
  const folder = dirname(join(ROOT, path));
  return importedNames(readFileSync(join(ROOT, path), "utf8"))
    .filter((name) => name.startsWith("."))
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file))
    .map((file) => relative(ROOT, file));
}
