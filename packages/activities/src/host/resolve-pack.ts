import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire, findPackageJSON } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** File URL of a pack's module. Names resolve from `cwd`: a pack is installed in the user's project, not beside this package. */
export function resolvePack(specifier: string, cwd: string): string {
  const isPath = specifier.startsWith(".") || specifier.startsWith("file:") || isAbsolute(specifier);
  if (!isPath) return pathToFileURL(resolveName(specifier, cwd)).href;
  const path = specifier.startsWith("file:") ? fileURLToPath(specifier) : resolve(cwd, specifier);
  if (!existsSync(path))
    throw new Error(`The node pack ${JSON.stringify(specifier)} does not exist: there is no ${path}.`);
  return pathToFileURL(statSync(path).isDirectory() ? entryOf(path) : path).href;
}

function resolveName(specifier: string, cwd: string): string {
  const base = join(cwd, "package.json");
  try {
    return createRequire(base).resolve(specifier);
  } catch (error) {
    const packageJson =
      (error as { code?: string }).code === "ERR_PACKAGE_PATH_NOT_EXPORTED"
        ? findPackageJSON(specifier, pathToFileURL(base))
        : undefined;
    if (packageJson !== undefined) return entryOf(dirname(packageJson));
    throw new Error(
      `The node pack ${JSON.stringify(specifier)} is not installed in ${cwd}. Install it there (npm install ${specifier}), or name its path.`,
      {
        cause: error,
      },
    );
  }
}

/** The module of a package's folder: by its `exports` (also where they only serve `import`), its `main`, or index.js. */
function entryOf(folder: string): string {
  const file = join(folder, "package.json");
  if (!existsSync(file)) throw new Error(`The node pack folder ${folder} has no package.json. Name its file instead.`);
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { exports?: unknown; main?: string };
  const exported = target(manifest.exports) ?? manifest.main ?? "index.js";
  return join(folder, exported);
}

function target(exports: unknown): string | undefined {
  if (typeof exports === "string") return exports;
  if (typeof exports !== "object" || exports === null) return undefined;
  if ("." in exports) return target(exports["."]);
  const active = new Set(["node", "import", "module-sync", "default", ...userConditions()]);
  for (const [condition, value] of Object.entries(exports)) {
    const found = active.has(condition) ? target(value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What this process was started with: `node --conditions=…`, also by NODE_OPTIONS. */
function userConditions(): string[] {
  const flags = [...process.execArgv, ...(process.env["NODE_OPTIONS"] ?? "").split(/\s+/)];
  return flags.flatMap((flag, index) => {
    if (/^(--conditions|-C)$/.test(flag)) return flags[index + 1] ?? [];
    return /^--conditions=(.+)$/.exec(flag)?.[1] ?? [];
  });
}
