import { execFile } from "node:child_process";
import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startProcess } from "../process/start-process.ts";
import type { OnProgress } from "../progress.ts";
import { CompileProgress, type GoPackage } from "./compile-progress.ts";
import { homeFolder } from "./home-folder.ts";
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
 * GOTOOLCHAIN forbids it. The file appears only when it is complete and runs. A build that was interrupted goes on where it
 * was, since Go keeps each module that it fetched and each package that it compiled.
 */
export async function buildTemporal(target: string, env: NodeJS.ProcessEnv, onProgress?: OnProgress): Promise<void> {
  const unfinished = `${target}.building-${process.pid}`;
  const ldflags = `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${TEMPORAL_VERSION}`;
  const what = `Building Temporal ${TEMPORAL_VERSION} with Go, once`;
  const goEnv = { ...env, ...goFolders(target, env), GOWORK: "off", GOFLAGS: "" };
  const go = findOnPath("go", env) ?? "go";
  try {
    onProgress?.(`${what}: fetching its modules`);
    let modules = 0;
    const packages = await runGo(
      go,
      ["list", "-deps", "-trimpath", "-f", LISTED, PACKAGE],
      goEnv,
      (line) => (modules += line.startsWith("go: downloading ") ? 1 : 0),
      () => onProgress?.(`${what}: ${modules === 0 ? "reading its packages" : `${modules} modules fetched`}`),
    );
    const progress = new CompileProgress(packages.flatMap(goPackage));
    const begun = performance.now();
    await runGo(
      go,
      ["build", "-v", "-trimpath", "-ldflags", ldflags, "-o", unfinished, PACKAGE],
      goEnv,
      (line) => progress.take(line),
      () => onProgress?.(`${what}: ${progress.text(performance.now() - begun)}`),
    );
    if ((await probeTemporal(unfinished)) === undefined) throw new Error("the built binary does not run");
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Of each package but the program itself: whether it has to be compiled, its name, its folder and its files. */
const LISTED = `{{if ne .Name "main"}}{{.Stale}}\t{{.ImportPath}}\t{{.Dir}}\t{{join .GoFiles "/"}}{{end}}`;

function goPackage(line: string): GoPackage[] {
  const [stale, path, folder = "", files = ""] = line.split("\t");
  if (path === undefined) return [];
  const sizes = files.split("/").map((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0);
  return [{ path, stale: stale === "true", bytes: sizes.reduce((all, one) => all + one, 0) }];
}

/** Where there is no HOME, Go does not know where to keep what it fetches and compiles. */
function goFolders(target: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const home = homeFolder(env);
  if (home !== undefined) return { HOME: home };
  return { GOPATH: join(dirname(target), "go"), GOCACHE: join(dirname(target), "go-build") };
}

/** Runs Go in the module's folder and gives the lines of its stdout; `onNote` gets those of its stderr. */
async function runGo(
  go: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onNote: (line: string) => void,
  tick: () => void,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const child = await startProcess({
    command: go,
    args,
    cwd: MODULE_DIR,
    env,
    onLine: (line, stream) => (stream === "stdout" ? void lines.push(line) : onNote(line)),
  });
  const { code } = await withTicker(child.exited, tick);
  if (code !== 0) throw new Error(`go ${args[0]} ended with code ${code}:\n${child.tail()}`);
  return lines;
}
