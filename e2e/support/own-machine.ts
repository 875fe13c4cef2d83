import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The oldest Node.js that the public packages name in their "engines". */
export const OLDEST_NODE = "20.19.0";

/** The oldest Node.js, which npm has installed here for an earlier test or run. */
const OLDEST = fileURLToPath(new URL(`../../node_modules/.cache/tempograph/node-${OLDEST_NODE}`, import.meta.url));

/** An empty home folder of a person, who has plain npm and the oldest Node.js. */
export class OwnMachine {
  readonly home: string = mkdtempSync(join(tmpdir(), "tempograph-own-"));

  /** Installs the oldest Node.js, if it is not there yet. */
  prepare(): void {
    if (!existsSync(OLDEST)) {
      const draft = `${OLDEST}.${process.pid}`;
      mkdirSync(draft, { recursive: true });
      this.sh(`npm install --prefix ${JSON.stringify(draft)} --no-fund --no-audit node@${OLDEST_NODE}`, this.home);
      // Another test file may have installed it meanwhile.
      if (existsSync(OLDEST)) rmSync(draft, { recursive: true });
      else renameSync(draft, OLDEST);
    }
    symlinkSync(join(OLDEST, "node_modules/node/bin"), join(this.home, "oldest"));
    const version = this.sh("node --version", this.home).trim();
    if (version !== `v${OLDEST_NODE}`) throw new Error(`The person has Node.js ${version}.`);
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  /** The environment of a person: without this workspace's programs, but with this machine's caches. */
  env(): NodeJS.ProcessEnv {
    const { VITEST: _, NODE_ENV: __, NODE_PATH: ___, INIT_CWD: ____, ...env } = process.env;
    for (const name of Object.keys(env))
      if (/^(npm|pnpm)_/i.test(name) && !/registry|cache|userconfig/i.test(name)) delete env[name];
    const path = (env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
    return {
      ...env,
      PATH: [join(this.home, "oldest"), ...path].join(delimiter),
      HOME: this.home,
      XDG_CONFIG_HOME: join(this.home, ".config"),
      // The folder in which pnpm keeps packages. With another folder, pnpm would install this whole repository again.
      XDG_DATA_HOME: process.env["XDG_DATA_HOME"] || join(homedir(), ".local/share"),
      XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"),
      npm_config_cache: process.env["npm_config_cache"] ?? join(homedir(), ".npm"),
      npm_config_userconfig: process.env["npm_config_userconfig"] ?? join(homedir(), ".npmrc"),
      npm_config_update_notifier: "false",
    };
  }

  /** Runs lines in bash, and returns stdout. Fails with their output. */
  sh(lines: string, cwd: string, env: NodeJS.ProcessEnv = {}): string {
    const how = { cwd, env: { ...this.env(), ...env }, encoding: "utf8" } as const;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", `set -eu\n${lines}`], how);
    if (status !== 0) throw new Error(`bash ended with code ${status}:\n${lines}\n${stdout}${stderr}`);
    return stdout;
  }
}
