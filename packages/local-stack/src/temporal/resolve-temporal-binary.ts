import { lockFileWhenFree } from "../lock/lock-file.ts";
import type { OnProgress } from "../progress.ts";
import { StartError } from "../start-error.ts";
import { buildTemporal, cannotBuildTemporal } from "./build-temporal.ts";
import { downloadTemporal } from "./download-temporal.ts";
import { findOnPath, isExecutable, probeTemporal, runsOurDevServer } from "./probe-temporal.ts";
import { cachedTemporal, TEMPORAL_VERSION, temporalCacheDir, writableCache } from "./temporal-cache.ts";
import { temporalRelease, type TemporalRelease } from "./temporal-release.ts";

export type ResolveTemporalOptions = {
  readonly onProgress?: OnProgress;
  /** Where a downloaded or built CLI is kept. Default: `tempograph/` in the user's cache folder. */
  readonly cacheDir?: string;
  /** Default: this process's. PATH is searched. */
  readonly env?: NodeJS.ProcessEnv;
  /** The archive to download, or the reason why none is downloaded. Default: the official archive for this machine. */
  readonly release?: TemporalRelease | string;
};

export type TemporalBinary = {
  readonly path: string;
  readonly from: "path" | "cache" | "download" | "build";
};

export class TemporalNotFoundError extends StartError {
  constructor(reasons: readonly string[]) {
    super(
      "TEMPORAL_NOT_FOUND",
      `There is no Temporal server for this machine:\n${reasons.map((reason) => `  - ${reason}`).join("\n")}`,
      `One of these helps: install the Temporal CLI so that "temporal" is on PATH; allow downloads; install Go 1.21 or newer; ` +
        `or run a Temporal of your own and set TEMPORAL_ADDRESS=host:port.`,
    );
    this.name = "TemporalNotFoundError";
  }
}

/**
 * Finds or makes the Temporal CLI, which carries the dev server: on PATH, else one kept in the cache folder, else downloaded
 * (seconds), else built with Go (minutes). Of several processes at once one does the work and the others wait for it. Throws
 * TemporalNotFoundError, which says why each way failed and what to do; StartError where nothing can be kept.
 */
export async function resolveTemporalBinary(options: ResolveTemporalOptions = {}): Promise<TemporalBinary> {
  const { onProgress, env = process.env, release = temporalRelease(env) } = options;
  const reasons: string[] = [];

  const onPath = findOnPath("temporal", env);
  if (onPath === undefined) reasons.push(`"temporal" is not on PATH`);
  else if (await runsOurDevServer(onPath)) return { path: onPath, from: "path" };
  else
    reasons.push(
      `${onPath} is too old: it lacks options of "server start-dev" that are needed (${TEMPORAL_VERSION} has them)`,
    );

  const cacheDir = options.cacheDir ?? temporalCacheDir(env);
  const target = cachedTemporal(cacheDir);
  if (isExecutable(target)) return { path: target, from: "cache" };

  writableCache(cacheDir);
  const lock = await lockFileWhenFree(`${target}.lock`, (holder) =>
    onProgress?.(`Waiting for process ${holder ?? "?"}, which is fetching Temporal`),
  );
  try {
    if (isExecutable(target) && (await probeTemporal(target)) !== undefined) return { path: target, from: "cache" };
    if (typeof release === "string") reasons.push(`it is not downloaded: ${release}`);
    else if (await succeeds(() => downloadTemporal(target, release, onProgress), "downloading it", reasons, onProgress))
      return { path: target, from: "download" };
    const obstacle = await cannotBuildTemporal(env);
    if (obstacle !== undefined) reasons.push(`it cannot be built: ${obstacle}`);
    else if (await succeeds(() => buildTemporal(target, env, onProgress), "building it", reasons))
      return { path: target, from: "build" };
  } finally {
    lock.release();
  }
  throw new TemporalNotFoundError(reasons);
}

async function succeeds(
  work: () => Promise<void>,
  what: string,
  reasons: string[],
  onProgress?: OnProgress,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const reason = `${what} failed: ${(error as Error).message}`;
    reasons.push(reason);
    onProgress?.(`Temporal: ${reason}`);
    return false;
  }
}
