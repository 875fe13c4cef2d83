import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { freePort } from "../free-port.ts";
import { startProcess, type StartedProcess } from "../process/start-process.ts";
import { CLUSTER_USER } from "./init-cluster.ts";
import { dataPath } from "./data-path.ts";
import { postgresIn } from "./postgres-binaries.ts";
import type { ServiceAccount } from "./service-account.ts";

export type RunPostmasterOptions = {
  readonly binaries: string;
  readonly clusterDir: string;
  readonly account: ServiceAccount | undefined;
  readonly password: string;
  readonly durable: boolean;
  readonly logFile: string;
  /** Where to listen if possible. Default: a free port. */
  readonly port?: number | undefined;
  readonly settings?: Readonly<Record<string, string | number>> | undefined;
};

export type Postmaster = { readonly process: StartedProcess; readonly port: number; urlOf(database: string): string };

const STARTUP_MS = 60_000;
const TRIES = 4;

/** Starts the server on a loopback port and waits until it answers a query. */
export async function runPostmaster(options: RunPostmasterOptions): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = (attempt === 1 ? options.port : undefined) ?? (await freePort());
    const server = await startProcess({
      command: postgresIn(options.binaries),
      args: serverArgs(options, port),
      cwd: options.clusterDir,
      env: { PATH: process.env["PATH"], TZ: "UTC", LC_ALL: "C" },
      uid: options.account?.uid,
      gid: options.account?.gid,
      logFile: options.logFile,
      stopSignal: "SIGINT",
      graceMs: 15_000,
    });
    const urlOf = (database: string): string =>
      `postgres://${CLUSTER_USER}:${encodeURIComponent(options.password)}@127.0.0.1:${port}/${database}`;
    try {
      await untilItAnswers(urlOf("postgres"), server);
      return { process: server, port, urlOf };
    } catch (error) {
      await server.stop();
      // The port can be taken between the look and the bind; shared memory of a killed server takes a moment to go.
      const passing = /Address already in use|pre-existing shared memory/.test(server.tail());
      if (!passing || attempt === TRIES) throw error;
      await sleep(250);
    }
  }
}

function serverArgs({ clusterDir, durable, settings: given }: RunPostmasterOptions, port: number): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 200,
    // Triggers of the kind "database" read what changes in tables through logical replication. Each takes a slot and a sender.
    wal_level: "logical",
    max_replication_slots: 100,
    max_wal_senders: 100,
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off" }),
    ...given,
  };
  return [
    "-D",
    dataPath(clusterDir),
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

async function untilItAnswers(url: string, server: StartedProcess): Promise<void> {
  const deadline = Date.now() + STARTUP_MS;
  for (;;) {
    if (server.hasExited()) throw new Error(`PostgreSQL ended while starting:\n${server.tail()}`);
    try {
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (Date.now() > deadline) {
        throw new Error(`PostgreSQL did not answer within ${STARTUP_MS / 1000} s:\n${server.tail()}`, { cause });
      }
      await sleep(20);
    }
  }
}
