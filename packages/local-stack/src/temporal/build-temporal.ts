import { execFile } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startProcess } from "../process/start-process.ts";
import type { OnProgress } from "../progress.ts";
import { findOnPath, probeTemporal } from "./probe-temporal.ts";
import { TEMPORAL_VERSION } from "./temporal-cache.ts";
import { withTicker } from "./with-ticker.ts";

/** The Go module that names the CLI and all it needs, with checksums. */
const MODULE_DIR = fileURLToPath(new URL("../../../../tools/temporal/", import.meta.url));
const PACKAGE = "github.com/temporalio/cli/cmd/temporal";
const OLDEST_GO = [1, 21] as const;

/** Why this machine cannot build Temporal, or undefined when it can. */
export async function cannotBuildTemporal(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  if (!existsSync(`${MODULE_DIR}go.mod`)) return "tools/temporal/go.mod is not part of this installation";
  const go = findOnPath("go", env);
  if (go === undefined) return "Go is not on PATH";
  try {
    const { stdout } = await promisify(execFile)(go, ["version"], { env, cwd: "/" });
    const [, major = 0, minor = 0] = (/go(\d+)\.(\d+)/.exec(stdout) ?? []).map(Number);
    const recent = major > OLDEST_GO[0] || (major === OLDEST_GO[0] && minor >= OLDEST_GO[1]);
    return recent ? undefined : `Go ${major}.${minor} is older than ${OLDEST_GO.join(".")}`;
  } catch (error) {
    return `"go version" failed: ${(error as Error).message}`;
  }
}

/**
 * Builds the CLI from the Go module proxy into `target`. Go fetches the Go version that go.mod names by itself, unless
 * GOTOOLCHAIN forbids it. The file appears only when it is complete and runs.
 */
export async function buildTemporal(target: string, env: NodeJS.ProcessEnv, onProgress?: OnProgress): Promise<void> {
  const unfinished = `${target}.building-${process.pid}`;
  const ldflags = `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${TEMPORAL_VERSION}`;
  onProgress?.(`Building Temporal ${TEMPORAL_VERSION} with Go, once: about 5 minutes on two cores, less on more`);
  try {
    const build = await startProcess({
      command: findOnPath("go", env) ?? "go",
      args: ["build", "-trimpath", "-ldflags", ldflags, "-o", unfinished, PACKAGE],
      cwd: MODULE_DIR,
      env: { ...env, GOWORK: "off", GOFLAGS: "" },
    });
    const { code } = await withTicker(build.exited, (elapsed) => {
      const last = build.tail().split("\n").at(-1) ?? "";
      const doing = last.startsWith("go: downloading") ? last.slice("go: ".length) : "compiling";
      onProgress?.(`Building Temporal: ${elapsed} s so far, about 300 s in all (${doing})`);
    });
    if (code !== 0) throw new Error(`go build ended with code ${code}:\n${build.tail()}`);
    if ((await probeTemporal(unfinished)) === undefined) throw new Error("the built binary does not run");
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
