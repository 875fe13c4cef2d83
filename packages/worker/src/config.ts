import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readMasterKeySource, readPayloadKeys, type MasterKeySource, type PayloadKeySettings } from "@tempograph/db";
import { readSecretProviders, type SecretProvider } from "@tempograph/activities";
import { readExportSettings, type ExportSettings } from "./retention/read-export-settings.ts";
import {
  readDataDir,
  readMetricsSettings,
  readShutdownMs,
  readTemporalServer,
  type MetricsSettings,
  type TemporalServer,
} from "@tempograph/runtime";

/** The configuration of the worker process, from environment variables and `tempograph.config.json`. */
export interface WorkerConfig {
  readonly databaseUrl: string;
  /** The same database as its owner reaches it, for migrations. Default: `databaseUrl`. */
  readonly migrationDatabaseUrl?: string;
  readonly temporal: TemporalServer;
  readonly taskQueue: string;
  /** The keys with which payloads are encrypted before they go to Temporal. Default: they are not encrypted. */
  readonly payloadKeys?: PayloadKeySettings | undefined;
  readonly dataDir: string;
  /** Where the bundle of the interpreter is kept. Default: `<dataDir>/cache`. */
  readonly cacheDir?: string;
  /** Node packs in addition to the built-in one: package names or paths. */
  readonly nodePacks: readonly string[];
  /** Configuration by pack name: `{ "tempograph": { "smtp": { … } } }`. */
  readonly packConfig: Readonly<Record<string, { readonly [key: string]: never }>>;
  /** Where the master keys of connections come from. Default: the file `<dataDir>/keys/master-keys.json`, which the first start makes. */
  readonly masterKeys?: MasterKeySource;
  /** Where secrets of connections may live besides Postgres. Default: nowhere. */
  readonly secretProviders?: readonly SecretProvider[];
  /** Hosts inside the network that outgoing calls may reach (I11), such as `127.0.0.1:8080` or `10.0.0.0/8`. */
  readonly egressAllow: readonly string[];
  /** The number of history events after which an execution continues as new. Default: when Temporal suggests it. */
  readonly historyLimit?: number;
  /** The id of a namespace of Temporal that may take the place of the known one. */
  readonly acceptTemporal?: string;
  /** How long Temporal does not know an execution until it is closed as lost, in milliseconds. Default: a day. */
  readonly lostAfterMs?: number;
  /** Where rows go before retention removes them. Default: nowhere. */
  readonly retentionExport?: ExportSettings | undefined;
  /** The worker deployment of Temporal to which this worker belongs. Default: none, so that it takes the tasks of all executions. */
  readonly deployment?: WorkerDeployment | undefined;
  /** Whether to answer Temporal's query `__stack_trace`, which costs CPU time for every promise of a workflow. Default: no. */
  readonly stackTraces?: boolean;
  /** Only for tests: executions accept operations that nobody has signed. No setting of the environment gives it. */
  readonly unsignedOperations?: boolean;
  /** How long the process may take to end. Default: 25 s. */
  readonly shutdownMs?: number;
  readonly healthPort: number;
  readonly healthHost: string;
  /** Where metrics are served. Default: nowhere. */
  readonly metrics?: MetricsSettings | undefined;
  readonly logLevel: string;
}

export interface WorkerDeployment {
  readonly name: string;
  /** Names this worker's version in the deployment. Default: the hash of the interpreter's code. */
  readonly buildId?: string;
}

interface ConfigFile {
  readonly nodePacks?: readonly string[];
  readonly packs?: WorkerConfig["packConfig"];
  readonly egress?: { readonly allow?: readonly string[] };
}

/** Reads the configuration. Throws an error with the variable's name if a required one is missing. */
export function workerConfig(env: NodeJS.ProcessEnv, cwd: string = process.cwd()): WorkerConfig {
  const file = readConfigFile(
    env["TEMPOGRAPH_CONFIG"] ?? join(cwd, "tempograph.config.json"),
    env["TEMPOGRAPH_CONFIG"] !== undefined,
  );
  return {
    databaseUrl: required(env, "DATABASE_URL"),
    ...(env["TEMPOGRAPH_MIGRATION_DATABASE_URL"] && {
      migrationDatabaseUrl: env["TEMPOGRAPH_MIGRATION_DATABASE_URL"],
    }),
    temporal: readTemporalServer(env, required(env, "TEMPORAL_ADDRESS")),
    payloadKeys: readPayloadKeys(env),
    taskQueue: env["TEMPOGRAPH_TASK_QUEUE"] ?? "tempograph",
    dataDir: readDataDir(env, cwd),
    ...(env["TEMPOGRAPH_CACHE_DIR"] && { cacheDir: resolve(cwd, env["TEMPOGRAPH_CACHE_DIR"]) }),
    nodePacks: [...(file.nodePacks ?? []), ...list(env["TEMPOGRAPH_NODE_PACKS"])],
    packConfig: file.packs ?? {},
    masterKeys: readMasterKeySource(env, cwd),
    secretProviders: readSecretProviders(env),
    egressAllow: [...(file.egress?.allow ?? []), ...list(env["TEMPOGRAPH_EGRESS_ALLOW"])],
    ...historyLimit(env["TEMPOGRAPH_HISTORY_LIMIT"]),
    ...(env["TEMPOGRAPH_ACCEPT_TEMPORAL"] && { acceptTemporal: env["TEMPOGRAPH_ACCEPT_TEMPORAL"] }),
    ...lostAfter(env["TEMPOGRAPH_LOST_AFTER_HOURS"]),
    retentionExport: readExportSettings(env),
    deployment: deployment(env),
    stackTraces: ["1", "true"].includes(env["TEMPOGRAPH_STACK_TRACES"] ?? ""),
    shutdownMs: readShutdownMs(env),
    healthPort: Number(env["TEMPOGRAPH_WORKER_HEALTH_PORT"] ?? 0),
    healthHost: env["TEMPOGRAPH_WORKER_HEALTH_HOST"] ?? "127.0.0.1",
    metrics: readMetricsSettings(env),
    logLevel: env["TEMPOGRAPH_LOG_LEVEL"] ?? "info",
  };
}

function readConfigFile(path: string, asked: boolean): ConfigFile {
  if (!existsSync(path)) {
    if (asked) throw new Error(`TEMPOGRAPH_CONFIG names ${path}, which does not exist.`);
    return {};
  }
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ConfigFile;
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** Reads the history limit. With a limit below 100 a run would do little more than continue as new. */
function historyLimit(value: string | undefined): { historyLimit?: number } {
  if (value === undefined || value === "") return {};
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 100 || limit > 20_000)
    throw new Error(`TEMPOGRAPH_HISTORY_LIMIT is ${value}. Set it to a whole number of events from 100 to 20000.`);
  return { historyLimit: limit };
}

function lostAfter(value: string | undefined): { lostAfterMs?: number } {
  if (value === undefined || value === "") return {};
  const hours = Number(value);
  if (!(hours > 0 && hours <= 8_760))
    throw new Error(`TEMPOGRAPH_LOST_AFTER_HOURS is ${value}. Set it to a number of hours above 0, up to 8760.`);
  return { lostAfterMs: hours * 3_600_000 };
}

/** Temporal writes a version as `name.build`, so a name has no dot. */
function deployment(env: NodeJS.ProcessEnv): WorkerDeployment | undefined {
  const [name, buildId] = [env["TEMPOGRAPH_WORKER_DEPLOYMENT"], env["TEMPOGRAPH_WORKER_BUILD_ID"]];
  if (!name) {
    if (buildId)
      throw new Error("TEMPOGRAPH_WORKER_BUILD_ID is set. Name the deployment, too: TEMPOGRAPH_WORKER_DEPLOYMENT.");
    return undefined;
  }
  if (!/^[\w-]{1,100}$/.test(name))
    throw new Error(
      `TEMPOGRAPH_WORKER_DEPLOYMENT is ${JSON.stringify(name)}. Use letters, digits, "-" and "_", at most 100.`,
    );
  // Temporal takes 255 characters; the Web UI and people read them.
  if (buildId && !/^[\x21-\x7e]{1,128}$/.test(buildId))
    throw new Error(
      `TEMPOGRAPH_WORKER_BUILD_ID is ${JSON.stringify(buildId)}. Use letters, digits and signs of ASCII without spaces, at most 128.`,
    );
  return { name, ...(buildId && { buildId }) };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value === undefined || value === "") throw new Error(`Set ${name}: the worker cannot start without it.`);
  return value;
}

function list(value: string | undefined): readonly string[] {
  return (value ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
