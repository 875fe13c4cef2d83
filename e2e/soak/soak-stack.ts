import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  freePort,
  identify,
  openLogFile,
  startPostgres,
  startTemporal,
  superviseProcess,
  type LocalPostgres,
  type LocalTemporal,
  type SupervisedProcess,
} from "@tempograph/local-stack";
import { openRoad, waitFor, type Road } from "@tempograph/testing";

/** A process of Tempograph, with roads of its own to Postgres and to Temporal. */
export interface Program {
  readonly name: string;
  readonly process: SupervisedProcess;
  readonly roads: readonly [postgres: Road, temporal: Road];
  /** Of an API process. */
  readonly url: string | undefined;
}

/** A server that can be killed and comes back at the same address with its data. */
export interface Server {
  readonly name: string;
  /** It and its children. Empty while it is away. */
  pids(): readonly number[];
  /** SIGKILL for all of them. Resolves when they are gone. */
  kill(): Promise<void>;
  /** Starts it if it does not run. */
  ensure(): Promise<void>;
}

export interface SoakStack {
  readonly postgres: Server;
  readonly temporal: Server;
  readonly apis: readonly Program[];
  readonly workers: readonly Program[];
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly token: string;
  stop(): Promise<void>;
}

const TOKEN = "soak-token-on-loopback";
const WORKERS = 3;
const APIS = 2;

/** The topology of docs/guide/production.md on one machine: two API processes and three workers on one Postgres and one Temporal. */
export async function startSoakStack(options: {
  readonly dataDir: string;
  readonly egressAllow: string;
  readonly say: (line: string) => void;
}): Promise<SoakStack> {
  const { dataDir, egressAllow, say } = options;
  const stops: (() => Promise<unknown> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    const postgresOptions = { dataDir, databaseUrl: "", settings: { max_connections: 200, max_wal_size: "256MB" } };
    let postgres: LocalPostgres | undefined = await startPostgres(postgresOptions);
    const { url: databaseUrl } = postgres;
    stops.push(() => postgres?.stop());
    const port = await freePort();
    const temporalOptions = { dataDir, address: "", namespace: "default", ui: false, port };
    let temporal: LocalTemporal | undefined = await startTemporal(temporalOptions);
    const { address: temporalAddress } = temporal;
    stops.push(() => temporal?.stop());

    const postgresServer: Server = {
      name: "Postgres",
      pids: () => familyOf(postgres?.pid),
      async kill() {
        const { pid } = postgres!;
        for (const each of familyOf(pid)) process.kill(each, "SIGKILL");
        await waitFor(() => !isRunning(pid));
        await postgres!.stop();
        postgres = undefined;
      },
      async ensure() {
        if (isRunning(postgres?.pid)) return;
        await postgres?.stop();
        postgres = await startPostgres(postgresOptions);
      },
    };
    const temporalServer: Server = {
      name: "Temporal",
      pids: () => (temporal?.pid === undefined ? [] : [temporal.pid]),
      async kill() {
        await temporal!.kill9();
        temporal = undefined;
      },
      async ensure() {
        if (isRunning(temporal?.pid)) return;
        await temporal?.stop();
        temporal = await startTemporal(temporalOptions);
      },
    };

    const program = async (kind: "api" | "worker", number: number): Promise<Program> => {
      const name = `${kind}-${String(number)}`;
      const roads = [await openRoad(new URL(databaseUrl).host), await openRoad(temporalAddress)] as const;
      for (const road of roads) stops.push(() => road.close());
      const through = new URL(databaseUrl);
      through.host = roads[0].address;
      const apiPort = kind === "api" ? await freePort() : undefined;
      const log = openLogFile(join(dataDir, "logs", `${name}.log`));
      const supervised = await superviseProcess({
        name,
        command: process.execPath,
        args: [
          "--conditions=@tempograph/source",
          "--disable-warning=ExperimentalWarning",
          fileURLToPath(new URL(`../../packages/${kind}/src/main.ts`, import.meta.url)),
        ],
        env: {
          ...process.env,
          DATABASE_URL: through.href,
          TEMPORAL_ADDRESS: roads[1].address,
          TEMPORAL_NAMESPACE: "default",
          TEMPOGRAPH_DATA_DIR: dataDir,
          TEMPOGRAPH_TOKEN: TOKEN,
          TEMPOGRAPH_EGRESS_ALLOW: egressAllow,
          TEMPOGRAPH_LOG_LEVEL: "warn",
          TEMPOGRAPH_WORKER_HEALTH_PORT: "0",
          ...(apiPort !== undefined && { TEMPOGRAPH_API_PORT: String(apiPort) }),
          NODE_COMPILE_CACHE: join(dataDir, "cache", "node"),
        },
        graceMs: 20_000,
        // A server that is away for the length of a fault is no reason to give a process up.
        restart: { maximumDelayMs: 1_000, maximumShortRuns: 1_000 },
        onLine: log.write,
        onEvent(event) {
          log.write(JSON.stringify({ soak: event }));
          if (event.kind === "gaveUp") say(event.reason);
        },
      });
      stops.push(async () => {
        await supervised.stop();
        log.close();
      });
      return { name, process: supervised, roads, url: apiPort && `http://127.0.0.1:${String(apiPort)}` } as Program;
    };
    // The first one brings the schema up to date.
    const apis: Program[] = [];
    for (let number = 1; number <= APIS; number++) {
      const api = await program("api", number);
      await waitFor(async () => (await fetch(`${api.url!}/ready`)).ok, { timeoutMs: 120_000, intervalMs: 200 });
      apis.push(api);
    }
    const workers = await Promise.all(Array.from({ length: WORKERS }, (_, index) => program("worker", index + 1)));
    return {
      ...{
        postgres: postgresServer,
        temporal: temporalServer,
        apis,
        workers,
        databaseUrl,
        temporalAddress,
        token: TOKEN,
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const isRunning = (pid: number | undefined): boolean => pid !== undefined && identify(pid) !== undefined;

/** A process and its children, as Linux and macOS tell them. */
function familyOf(pid: number | undefined): readonly number[] {
  if (pid === undefined || !isRunning(pid)) return [];
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const children = lines.map((line) => line.trim().split(/\s+/).map(Number)).filter(([, parent]) => parent === pid);
  return [pid, ...children.map(([child]) => child!)];
}
