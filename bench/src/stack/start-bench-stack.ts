import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startPostgres, startTemporal, type LocalPostgres, type LocalTemporal } from "@tempograph/local-stack";
import { startProgram, type Program } from "./program.ts";

export type BenchStack = {
  readonly postgres: LocalPostgres;
  readonly temporal: LocalTemporal;
  readonly echo: Program;
  readonly handWritten: { readonly endpoint: Program; readonly worker: Program };
  readonly tempograph: { readonly api: Program; readonly worker: Program; readonly token: string };
  stop(): Promise<void>;
};

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const packages = (path: string): string => here(`../../../packages/${path}`);

/** Starts both sides on one Temporal server, with Postgres for Tempograph and an echo server for both. */
export async function startBenchStack(options: {
  readonly dataDir: string;
  readonly profileDir?: string | undefined;
  readonly postgresSettings?: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
}): Promise<BenchStack> {
  const { dataDir, profileDir, postgresSettings, say } = options;
  const stops: (() => Promise<unknown>)[] = [];
  const keep = async <T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    stops.push(() => started.stop());
    return started;
  };
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  const program = (name: string, entry: string, env: NodeJS.ProcessEnv) =>
    keep(startProgram({ name, entry, env, logFile: join(dataDir, "logs", `${name}.log`), profileDir }));
  try {
    const postgres = await keep(
      startPostgres({
        dataDir,
        databaseUrl: "",
        onProgress: say,
        ...(postgresSettings !== undefined && { settings: postgresSettings }),
      }),
    );
    const temporal = await keep(
      startTemporal({ dataDir, address: "", namespace: "default", ui: false, onProgress: say }),
    );
    const echo = await program("echo", here("./echo-server.ts"), {});
    const echoUrl = String(echo.ready["url"]);
    const shared = { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace };
    say("Starting the hand-written side");
    const handEnv = { ...shared, TASK_QUEUE: "hand-written", ECHO_URL: echoUrl };
    const handWorker = await program("hand-written-worker", here("../hand-written/worker.ts"), handEnv);
    const endpoint = await program("hand-written-endpoint", here("../hand-written/endpoint.ts"), handEnv);
    say("Starting Tempograph");
    const token = "bench-token-on-loopback";
    const env = {
      ...shared,
      DATABASE_URL: postgres.url,
      TEMPOGRAPH_DATA_DIR: dataDir,
      TEMPOGRAPH_TOKEN: token,
      TEMPOGRAPH_EGRESS_ALLOW: new URL(echoUrl).host,
      TEMPOGRAPH_LOG_LEVEL: "warn",
      NODE_COMPILE_CACHE: join(dataDir, "cache", "node"),
      // As the local stack and the container image set it.
      MALLOC_ARENA_MAX: "2",
    };
    const api = await program("tempograph-api", packages("api/src/main.ts"), env);
    const worker = await program("tempograph-worker", packages("worker/src/main.ts"), env);
    return {
      postgres,
      temporal,
      echo,
      handWritten: { endpoint, worker: handWorker },
      tempograph: { api, worker, token },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
