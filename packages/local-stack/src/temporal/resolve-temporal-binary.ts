import { mkdirSync } from "node:fs";
import { lockFileWhenFree } from "../lock/lock-file.ts";
import type { OnProgress } from "../progress.ts";
import { buildTemporal, cannotBuildTemporal } from "./build-temporal.ts";
import { downloadTemporal } from "./download-temporal.ts";
import { findOnPath, isExecutable, probeTemporal, runsOurDevServer } from "./probe-temporal.ts";
import { cachedTemporal, TEMPORAL_VERSION, temporalCacheDir } from "./temporal-cache.ts";

export type ResolveTemporalOptions = {
  readonly onProgress?: OnProgress;
  /** Where a built or downloaded CLI is kept. Default: `tempograph/` in the user's cache folder. */
  readonly cacheDir?: string;
  /** Default: this process's. PATH is searched. */
  readonly env?: NodeJS.ProcessEnv;
  /** False leaves out the download, the last of the ways. Default true. */
  readonly download?: boolean;
};

export type TemporalBinary = {
  readonly path: string;
  readonly from: "path" | "cache" | "build" | "download";
};

export class TemporalNotFoundError extends Error {
  readonly code = "TEMPORAL_NOT_FOUND";

  constructor(reasons: readonly string[]) {
    super(
      `There is no Temporal server for this machine:\n${reasons.map((reason) => `  - ${reason}`).join("\n")}\n` +
        `One of these helps: install the Temporal CLI so that "temporal" is on PATH; install Go 1.21 or newer; ` +
        `allow downloads; or run a Temporal of your own and set TEMPORAL_ADDRESS=host:port.`,
    );
    this.name = "TemporalNotFoundError";
  }
}

/**
 * Finds or makes the Temporal CLI, which carries the dev server: on PATH, else one kept in the cache folder, else built
 * with Go, else downloaded by the SDK. Throws TemporalNotFoundError, which says why each way failed and what to do.
 */
export async function resolveTemporalBinary(options: ResolveTemporalOptions = {}): Promise<TemporalBinary> {
  const { onProgress, env = process.env, cacheDir = temporalCacheDir(env), download = true } = options;
  const reasons: string[] = [];

  const onPath = findOnPath("temporal", env);
  if (onPath === undefined) reasons.push(`"temporal" is not on PATH`);
  else if (await runsOurDevServer(onPath)) return { path: onPath, from: "path" };
  else
    reasons.push(
      `${onPath} is too old: it lacks options of "server start-dev" that are needed (${TEMPORAL_VERSION} has them)`,
    );

  const target = cachedTemporal(cacheDir);
  if (isExecutable(target)) return { path: target, from: "cache" };

  mkdirSync(cacheDir, { recursive: true });
  const lock = await lockFileWhenFree(`${target}.lock`, (holder) =>
    onProgress?.(`Waiting for process ${holder ?? "?"}, which is fetching Temporal`),
  );
  try {
    if (isExecutable(target) && (await probeTemporal(target)) !== undefined) return { path: target, from: "cache" };
    const obstacle = await cannotBuildTemporal(env);
    const built =
      obstacle === undefined && (await succeeds(() => buildTemporal(target, env, onProgress), "building it", reasons));
    if (built) return { path: target, from: "build" };
    if (obstacle !== undefined) reasons.push(`it cannot be built: ${obstacle}`);
    const fetched = download && (await succeeds(() => downloadTemporal(target, onProgress), "downloading it", reasons));
    if (fetched) return { path: target, from: "download" };
  } finally {
    lock.release();
  }
  throw new TemporalNotFoundError(reasons);
}

async function succeeds(work: () => Promise<void>, what: string, reasons: string[]): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    reasons.push(`${what} failed: ${(error as Error).message}`);
    return false;
  }
}
