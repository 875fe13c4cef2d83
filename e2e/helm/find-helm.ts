import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The Helm that `TEMPOGRAPH_HELM` names, that is on PATH, or that was built into the cache, or undefined. Nothing builds it by itself: compiling takes
 * two and a half minutes of CPU. `(cd tools/helm && go build -trimpath -o ~/.cache/tempograph/helm helm.sh/helm/v3/cmd/helm)` does.
 */
export function findHelm(): string | undefined {
  const named = process.env["TEMPOGRAPH_HELM"];
  if (named !== undefined && named !== "") return named;
  const cached = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "tempograph/helm");
  if (existsSync(cached)) return cached;
  return spawnSync("helm", ["version"], { stdio: "ignore" }).status === 0 ? "helm" : undefined;
}
