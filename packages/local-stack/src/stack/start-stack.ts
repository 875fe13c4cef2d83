import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openDataDir } from "../open-data-dir.ts";
import { lockDataDir } from "../lock/lock-data-dir.ts";
import { startPostgres } from "../postgres/start-postgres.ts";
import { startTemporal, type LocalTemporal } from "../temporal/start-temporal.ts";
import { stackEnv } from "./stack-env.ts";
import type { StartStackOptions } from "./stack-options.ts";
import { startPrograms, type RunningPrograms } from "./start-programs.ts";
import { StopOrder } from "./stop-order.ts";

export type LocalStack = RunningPrograms & {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly temporal: Pick<LocalTemporal, "address" | "uiUrl" | "namespace">;
  readonly taskQueue: string;
  /** The environment of the API; it says how Temporal is reached. */
  readonly env: NodeJS.ProcessEnv;
  readonly token: string;
  readonly tokenFile: string;
  /** Ends everything in order: API and workers, then Temporal and Postgres. Data stays. May be called again. */
  stop(): Promise<void>;
};

/**
 * The whole of Tempograph on this machine: Postgres and Temporal (or those that DATABASE_URL and TEMPORAL_ADDRESS
 * name), the API process and worker processes. One per data directory: throws DataDirInUseError where another runs.
 * If any part fails to start, all parts are stopped again.
 */
export async function startStack(options: StartStackOptions): Promise<LocalStack> {
  const dataDir = resolve(options.dataDir);
  const { onProgress, signal } = options;
  openDataDir(dataDir);
  const lock = lockDataDir(dataDir);
  const order = new StopOrder();
  try {
    await order.keep("lock", Promise.resolve(lock), (held) => held.release());
    const [postgres, temporal] = await Promise.all([
      order.keep("servers", startPostgres({ ...options.postgres, dataDir, onProgress }), (server) => server.stop()),
      order.keep("servers", startTemporal({ ...options.temporal, dataDir, onProgress }), (server) => server.stop()),
    ]);
    signal?.throwIfAborted();
    const taskQueue = options.taskQueue ?? (process.env["TEMPOGRAPH_TASK_QUEUE"] || "tempograph");
    const { url: databaseUrl, roleUrls } = postgres;
    const envOf = (part: "api" | "worker") =>
      stackEnv({ dataDir, databaseUrl, roleUrl: roleUrls?.[part], temporal, taskQueue });
    const env = envOf("api");
    const programs = await startPrograms({ ...options, dataDir, apiEnv: env, workerEnv: envOf("worker"), order });
    signal?.throwIfAborted();
    const tokenFile = join(dataDir, "token");
    const { address, uiUrl, namespace } = temporal;
    return {
      dataDir,
      databaseUrl: postgres.url,
      temporal: { address, uiUrl, namespace },
      taskQueue,
      env,
      ...programs,
      token: options.api.env?.["TEMPOGRAPH_TOKEN"] || env["TEMPOGRAPH_TOKEN"] || readFileSync(tokenFile, "utf8").trim(),
      tokenFile,
      stop: () => order.stopAll(),
    };
  } catch (error) {
    await order.stopAll().catch(() => {});
    throw error;
  }
}
