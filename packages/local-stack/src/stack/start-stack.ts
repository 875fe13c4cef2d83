import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { knownPort, rememberPort } from "../known-ports.ts";
import { openDataDir } from "../open-data-dir.ts";
import { lockDataDir } from "../lock/lock-data-dir.ts";
import { startPostgres } from "../postgres/start-postgres.ts";
import { startTemporal, type LocalTemporal, type StartTemporalOptions } from "../temporal/start-temporal.ts";
import { CODEC_PATH, startUiGuard, type UiGuard } from "../temporal/ui-guard.ts";
import { hiddenLoopback } from "../temporal/hidden-loopback.ts";
import { uiHost } from "../temporal/ui-host.ts";
import { stackEnv } from "./stack-env.ts";
import type { StartStackOptions } from "./stack-options.ts";
import { startPrograms, type RunningPrograms } from "./start-programs.ts";
import { StopOrder } from "./stop-order.ts";

export type LocalStack = RunningPrograms & {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly temporal: Pick<LocalTemporal, "address" | "uiUrl" | "namespace"> & {
    /** The address that signs a person in at the Web UI and shows one of its pages; undefined where the Web UI is not ours. */
    readonly uiSignInUrl: ((page?: string) => string) | undefined;
  };
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
      order.keep("servers", startTemporal(ofStack({ ...options.temporal, dataDir, onProgress })), (server) =>
        server.stop(),
      ),
    ]);
    const guard = await order.keep("servers", guardOf(temporal, options.temporal?.uiPort, dataDir), (it) => it?.stop());
    const uiUrl = guard?.url ?? temporal.uiUrl;
    signal?.throwIfAborted();
    const taskQueue = options.taskQueue ?? (process.env["TEMPOGRAPH_TASK_QUEUE"] || "tempograph");
    const { url: databaseUrl, roleUrls } = postgres;
    const envOf = (part: "api" | "worker") =>
      stackEnv({ dataDir, databaseUrl, roleUrl: roleUrls?.[part], temporal: { ...temporal, uiUrl }, taskQueue });
    const env = envOf("api");
    const programs = await startPrograms({ ...options, dataDir, apiEnv: env, workerEnv: envOf("worker"), order });
    signal?.throwIfAborted();
    const tokenFile = join(dataDir, "token");
    const { address, namespace } = temporal;
    const token =
      options.api.env?.["TEMPOGRAPH_TOKEN"] || env["TEMPOGRAPH_TOKEN"] || readFileSync(tokenFile, "utf8").trim();
    guard?.serveFor({ url: programs.apiUrl, token });
    return {
      dataDir,
      databaseUrl: postgres.url,
      temporal: { address, uiUrl, namespace, uiSignInUrl: guard && ((page) => guard.signInUrl(token, page)) },
      taskQueue,
      env,
      ...programs,
      token,
      tokenFile,
      stop: () => order.stopAll(),
    };
  } catch (error) {
    await order.stopAll().catch(() => {});
    throw error;
  }
}

/** The Web UI itself listens at an address that nobody is told; the guard before it has the port that was wanted. */
function ofStack({ uiPort: _forTheGuard, ...options }: StartTemporalOptions): StartTemporalOptions {
  return { ...options, uiCodec: CODEC_PATH, uiIp: hiddenLoopback() };
}

async function guardOf(
  temporal: LocalTemporal,
  port: number | undefined,
  dataDir: string,
): Promise<UiGuard | undefined> {
  if (temporal.pid === undefined || temporal.uiUrl === undefined) return undefined;
  const wanted = port ?? (await knownPort(dataDir, "temporalUi"));
  const guard = await startUiGuard({
    ...{ uiUrl: temporal.uiUrl, host: uiHost(dataDir) },
    ...(wanted !== undefined && { port: wanted }),
  });
  if (port === undefined) rememberPort(dataDir, "temporalUi", Number(new URL(guard.url).port));
  return guard;
}
