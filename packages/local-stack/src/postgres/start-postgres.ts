import { join, resolve } from "node:path";
import { knownPort, rememberPort } from "../known-ports.ts";
import { lockDataDir } from "../lock/lock-data-dir.ts";
import { openDataDir } from "../open-data-dir.ts";
import { endRecordedProcess, forgetProcess, recordProcess } from "../process/process-record.ts";
import type { OnProgress } from "../progress.ts";
import { clusterPassword } from "./cluster-password.ts";
import { ensureDatabase } from "./ensure-database.ts";
import { ensureRoles, type RoleUrls } from "./ensure-roles.ts";
import { initCluster } from "./init-cluster.ts";
import { postgresBinaries } from "./postgres-binaries.ts";
import { clearPostmasterPid } from "./postmaster-pid.ts";
import { reachableRoot } from "./reachable-root.ts";
import { runPostmaster } from "./run-postmaster.ts";
import { serviceAccount } from "./service-account.ts";

export type StartPostgresOptions = {
  /** The stack's folder: the cluster is `postgres/` in it, its password `postgres.password` (mode 0600). */
  readonly dataDir: string;
  readonly onProgress?: OnProgress;
  /** False trades durability for speed, for clusters that live as long as a test run. Default true. */
  readonly durable?: boolean;
  /** Settings of the server, such as `wal_level`, in place of those that it has by itself. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** A PostgreSQL to use instead. Default: the environment's DATABASE_URL; "" starts one in any case. */
  readonly databaseUrl?: string;
};

export type LocalPostgres = {
  /** The database `tempograph`, with the user and password of its owner. */
  readonly url: string;
  /** The same database in the roles of the API and the workers; undefined for a server that is not ours. */
  readonly roleUrls: RoleUrls | undefined;
  /** The database `postgres` of the same server, where databases are created and dropped. */
  readonly adminUrl: string;
  /** The server's process id; undefined for a server that is not ours. */
  readonly pid: number | undefined;
  /** Ends the server. Does nothing for one that is not ours. */
  stop(): Promise<void>;
};

const DATABASE = "tempograph";

/**
 * A PostgreSQL with its data in `dataDir`, on the loopback port that it had last time or on a free one. What an earlier server left after a kill -9 is
 * cleared. Throws DataDirInUseError when another living process serves the same folder.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<LocalPostgres> {
  const given = options.databaseUrl ?? process.env["DATABASE_URL"] ?? "";
  if (given !== "")
    return {
      ...{ url: given, roleUrls: undefined, adminUrl: onDatabase(given, "postgres"), pid: undefined },
      stop: async () => {},
    };

  const { onProgress, durable = true, settings } = options;
  const dataDir = resolve(options.dataDir);
  openDataDir(dataDir);
  const lock = lockDataDir(dataDir, "postgres");
  try {
    const clusterDir = join(dataDir, "postgres");
    const record = join(dataDir, "postgres.process.json");
    await endRecordedProcess(record, { signal: "SIGINT", graceMs: 10_000 });
    await clearPostmasterPid(clusterDir);
    const account = serviceAccount(onProgress);
    const binaries = reachableRoot(postgresBinaries(), account, onProgress);
    const password = clusterPassword(join(dataDir, "postgres.password"));
    onProgress?.("Starting PostgreSQL");
    await initCluster({ binaries, clusterDir, password, account, durable });
    const logFile = join(dataDir, "logs", "postgres.log");
    const port = await knownPort(dataDir, "postgres");
    const server = await runPostmaster({ binaries, clusterDir, account, password, durable, logFile, settings, port });
    recordProcess(record, server.process.pid);
    rememberPort(dataDir, "postgres", server.port);
    await ensureDatabase(server.urlOf("postgres"), DATABASE);
    const roleUrls = await ensureRoles(server.urlOf("postgres"), server.urlOf(DATABASE), dataDir);
    return {
      url: server.urlOf(DATABASE),
      roleUrls,
      adminUrl: server.urlOf("postgres"),
      pid: server.process.pid,
      async stop() {
        await server.process.stop();
        forgetProcess(record);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function onDatabase(url: string, database: string): string {
  const target = new URL(url);
  target.pathname = `/${database}`;
  return target.href;
}
