import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../../tools/tree/project-files.ts";

/** The code of a release: this checkout, or an earlier commit that is installed in a folder of its own. */
export interface Release {
  readonly name: string;
  readonly folder: string;
}

export const thisRelease: Release = { name: "this release", folder: ROOT };

/** The release from which an upgrade has to be possible while everything runs. */
export const released = JSON.parse(readFileSync(join(import.meta.dirname, "released.json"), "utf8")) as {
  readonly version: string;
  readonly commit: string;
};

/** Whether this clone has the commit of the former release. A shallow clone, or a folder without Git, has not. */
export function hasReleased(): boolean {
  const { status } = spawnSync("git", ["cat-file", "-e", `${released.commit}^{commit}`], {
    cwd: ROOT,
    stdio: "ignore",
  });
  return status === 0;
}

/** Installs the former release with exactly the packages of its lockfile, unless an earlier run has done it. */
export function installReleased(): Release {
  const release = { name: released.version, folder: folderOf(released.commit) };
  if (existsSync(release.folder)) return release;
  mkdirSync(dirname(release.folder), { recursive: true });
  const draft = mkdtempSync(`${release.folder}.`);
  const archive = execFileSync("git", ["archive", "--format=tar", released.commit], {
    cwd: ROOT,
    maxBuffer: 512 * 1024 * 1024,
  });
  execFileSync("tar", ["-x"], { cwd: draft, input: archive });
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  const pnpm = (JSON.parse(readFileSync(join(draft, "package.json"), "utf8")) as { packageManager: string })
    .packageManager;
  const filters = ["api", "worker"].flatMap((name) => ["--filter", `@tempograph/${name}...`]);
  const args = ["-y", pnpm, "install", "--prod", "--frozen-lockfile", "--prefer-offline", ...filters];
  execFileSync("npx", args, { cwd: draft, env, stdio: "pipe" });
  // Another test file may have installed it meanwhile.
  if (existsSync(release.folder)) rmSync(draft, { recursive: true });
  else renameSync(draft, release.folder);
  return release;
}

function folderOf(commit: string): string {
  // Outside of any node_modules, where Node.js would not run TypeScript.
  return join(ROOT, ".tempograph", `release-${commit.slice(0, 12)}`);
}
