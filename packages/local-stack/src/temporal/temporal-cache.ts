import { homedir } from "node:os";
import { join } from "node:path";

/** The Temporal CLI that is built or fetched. The same version as in tools/temporal/go.mod. */
export const TEMPORAL_VERSION = "1.8.2";

/** The user's cache folder: XDG_CACHE_HOME, else ~/.cache. */
export function temporalCacheDir(env: NodeJS.ProcessEnv = process.env): string {
  const base = env["XDG_CACHE_HOME"];
  return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "tempograph");
}

export function cachedTemporal(cacheDir: string): string {
  return join(cacheDir, `temporal-${TEMPORAL_VERSION}`);
}
