import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The program that an environment variable names, such as TEMPOGRAPH_HELM for `helm`, that was built into the cache, or that is on PATH; or undefined.
 * Nothing builds it by itself, because compiling takes minutes: each has a Go module in `tools/<name>`, and
 * `(cd tools/<name> && go build -trimpath -o ~/.cache/tempograph/<name> tool)` builds it.
 */
export function findBuiltTool(name: string): string | undefined {
  const named = process.env[`TEMPOGRAPH_${name.toUpperCase()}`];
  if (named !== undefined && named !== "") return named;
  const cached = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "tempograph", name);
  if (existsSync(cached)) return cached;
  return spawnSync(name, ["version"], { stdio: "ignore" }).error === undefined ? name : undefined;
}
