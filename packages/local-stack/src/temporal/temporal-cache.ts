import { accessSync, constants, mkdirSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { StartError } from "../start-error.ts";
import { homeFolder } from "./home-folder.ts";

/** The Temporal CLI that is downloaded or built. The same version as in tools/temporal/go.mod. */
export const TEMPORAL_VERSION = "1.8.2";

/**
 * Tempograph's folder in the user's cache folder: in XDG_CACHE_HOME, else in ~/.cache. A relative XDG_CACHE_HOME is ignored, as its
 * specification says. Throws StartError HOME_UNKNOWN.
 */
export function temporalCacheDir(env: NodeJS.ProcessEnv = process.env, ofAccount?: () => string): string {
  const base = env["XDG_CACHE_HOME"] ?? "";
  if (isAbsolute(base)) return join(base, "tempograph");
  const home = homeFolder(env, ofAccount);
  if (home !== undefined) return join(home, ".cache", "tempograph");
  throw new StartError(
    "HOME_UNKNOWN",
    "There is no home folder to keep Temporal in: HOME is not set, and this account has none.",
    "Set HOME, or XDG_CACHE_HOME, to a folder that can be written.",
  );
}

export function cachedTemporal(cacheDir: string): string {
  return join(cacheDir, `temporal-${TEMPORAL_VERSION}`);
}

/** Makes the folder. Throws StartError CACHE_NOT_WRITABLE. */
export function writableCache(cacheDir: string): void {
  try {
    mkdirSync(cacheDir, { recursive: true });
    accessSync(cacheDir, constants.W_OK);
  } catch (cause) {
    throw new StartError(
      "CACHE_NOT_WRITABLE",
      `The cache folder ${cacheDir} cannot be written (${(cause as NodeJS.ErrnoException).code}), so Temporal cannot be kept there.`,
      'Set XDG_CACHE_HOME to a folder that can be written, install the Temporal CLI so that "temporal" is on PATH, or set TEMPORAL_ADDRESS.',
      cause,
    );
  }
}
