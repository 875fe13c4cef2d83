import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../tree/project-files.ts";

export type PackedPackage = {
  /** Such as `@tempograph/graph`. */
  readonly name: string;
  /** The tarball's name in the folder, such as `tempograph-graph-0.1.0.tgz`. */
  readonly file: string;
};

type Manifest = { readonly name: string; readonly version: string };

const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

/** What a node pack, or a workflow in TypeScript, needs. */
export const SDK_PACKAGES = ["@tempograph/graph", "@tempograph/nodes-sdk", "@tempograph/builder"];
/** The command line and what it needs. */
export const CLI_PACKAGES = ["@tempograph/graph", "@tempograph/client", "@tempograph/cli"];

/**
 * Builds the packages and packs them into `folder`, as they would be published. Tarballs of an earlier call are replaced. Throws an error
 * that ends with the output of the failed program.
 */
export function packPublicPackages(folder: string, names: readonly string[] = SDK_PACKAGES): readonly PackedPackage[] {
  const { packageManager } = JSON.parse(read("package.json")) as { packageManager: string };
  const directories = readdirSync(join(ROOT, "packages")).map((name) => join("packages", name));
  const published = directories
    .map((directory) => ({ directory, ...(JSON.parse(read(join(directory, "package.json"))) as Manifest) }))
    .filter(({ name }) => names.includes(name));
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) if (/^tempograph-.*\.tgz$/.test(old)) rmSync(join(folder, old));
  // Remove `dist` first, because an older build may have left files of removed modules, and everything in `dist` is packed.
  for (const { directory } of published) rmSync(join(ROOT, directory, "dist"), { recursive: true, force: true });
  run(join(ROOT, "node_modules/.bin/tsc"), ["-b", ...published.map(({ directory }) => directory)], ROOT);
  const filters = published.flatMap(({ name }) => ["--filter", name]);
  run("npx", ["-y", packageManager, ...filters, "pack", "--pack-destination", folder], ROOT);
  return published.map(({ name, version }) => ({
    name,
    file: `${name.replace("@", "").replace("/", "-")}-${version}.tgz`,
  }));
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { error, status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with code ${status}:\n${stdout}${stderr}`);
}
