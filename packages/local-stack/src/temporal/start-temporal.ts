import { join, resolve } from "node:path";
import { freePort } from "../free-port.ts";
import { lockDataDir } from "../lock/lock-data-dir.ts";
import type { Lock } from "../lock/lock-file.ts";
import { openDataDir } from "../open-data-dir.ts";
import { endRecordedProcess, forgetProcess, recordProcess } from "../process/process-record.ts";
import { startProcess, type StartedProcess } from "../process/start-process.ts";
import type { OnProgress } from "../progress.ts";
import { devServerArgs, devServerEnv, type DevServerArgs, type SearchAttributeType } from "./dev-server-args.ts";
import { resolveTemporalBinary } from "./resolve-temporal-binary.ts";
import { untilTemporalAnswers } from "./until-temporal-answers.ts";

export type StartTemporalOptions = {
  /** The stack's folder: executions are kept in `temporal.db` in it. Without it they live as long as the server. */
  readonly dataDir?: string;
  readonly onProgress?: OnProgress;
  readonly searchAttributes?: Readonly<Record<string, SearchAttributeType>>;
  /** Settings of Temporal's dynamic configuration in addition to ours, such as a lower limit for a test. */
  readonly settings?: DevServerArgs["settings"];
  /** The Web UI. Default true. */
  readonly ui?: boolean;
  /** Where the Web UI finds a codec: a URL, or a path of its own origin. */
  readonly uiCodec?: string;
  /** The address of loopback on which the Web UI listens. Default 127.0.0.1. */
  readonly uiIp?: string;
  /** Default: the environment's TEMPORAL_NAMESPACE, else `default`. */
  readonly namespace?: string;
  /** A Temporal to use instead. Default: the environment's TEMPORAL_ADDRESS; "" starts one in any case. */
  readonly address?: string;
  /** Ports to serve on, so that clients find a server again that was started anew. Default: free ones. */
  readonly port?: number;
  readonly uiPort?: number;
};

export type LocalTemporal = {
  /** host:port of the gRPC frontend. */
  readonly address: string;
  readonly namespace: string;
  /** The Web UI; undefined when there is none that we know. */
  readonly uiUrl: string | undefined;
  /** The server's process id; undefined for a server that is not ours. */
  readonly pid: number | undefined;
  /** Ends the server. Does nothing for one that is not ours. */
  stop(): Promise<void>;
  /** Kills our server at once, for tests of what happens then. Throws for one that is not ours. */
  kill9(): Promise<void>;
};

const STARTUP_MS = 60_000;
const TRIES = 4;

/**
 * A Temporal dev server on loopback. Returns when the namespace can be used. Throws DataDirInUseError when another
 * living process serves the same folder, TemporalNotFoundError when there is no server to start.
 */
export async function startTemporal(options: StartTemporalOptions = {}): Promise<LocalTemporal> {
  const namespace = options.namespace ?? (process.env["TEMPORAL_NAMESPACE"] || "default");
  const given = options.address ?? process.env["TEMPORAL_ADDRESS"] ?? "";
  if (given !== "") return notOurs(given, namespace);

  const { onProgress, searchAttributes = {}, settings = {}, ui = true, uiCodec, uiIp = "127.0.0.1" } = options;
  const dataDir = options.dataDir === undefined ? undefined : resolve(options.dataDir);
  const { path } = await resolveTemporalBinary({ onProgress });
  const hold = dataDir === undefined ? undefined : await takeOver(dataDir);
  try {
    onProgress?.("Starting Temporal");
    const dbFile = dataDir === undefined ? undefined : join(dataDir, "temporal.db");
    const { server, args } = await startOnFreePorts(
      path,
      { namespace, dbFile, searchAttributes, settings, uiCodec, uiIp },
      options,
      ui,
      dataDir,
    );
    if (hold !== undefined) recordProcess(hold.record, server.pid);
    const end = (): void => {
      if (hold === undefined) return;
      forgetProcess(hold.record);
      hold.lock.release();
    };
    return {
      address: `127.0.0.1:${args.port}`,
      namespace,
      uiUrl: args.uiPort === undefined ? undefined : `http://${uiIp}:${args.uiPort}`,
      pid: server.pid,
      async stop() {
        await server.stop();
        end();
      },
      async kill9() {
        await server.kill9();
        end();
      },
    };
  } catch (error) {
    hold?.lock.release();
    throw error;
  }
}

function notOurs(address: string, namespace: string): LocalTemporal {
  return {
    address,
    namespace,
    uiUrl: process.env["TEMPOGRAPH_TEMPORAL_UI_URL"] || undefined,
    pid: undefined,
    stop: async () => {},
    kill9: async () => {
      throw new Error(`The Temporal at ${address} is not ours to kill.`);
    },
  };
}

async function takeOver(dataDir: string): Promise<{ lock: Lock; record: string }> {
  openDataDir(dataDir);
  const lock = lockDataDir(dataDir, "temporal");
  const record = join(dataDir, "temporal.process.json");
  try {
    await endRecordedProcess(record);
  } catch (error) {
    lock.release();
    throw error;
  }
  return { lock, record };
}

async function startOnFreePorts(
  command: string,
  fixed: Pick<DevServerArgs, "namespace" | "dbFile" | "searchAttributes" | "settings" | "uiCodec" | "uiIp">,
  wanted: Pick<StartTemporalOptions, "port" | "uiPort">,
  ui: boolean,
  dataDir: string | undefined,
): Promise<{ server: StartedProcess; args: DevServerArgs }> {
  for (let attempt = 1; ; attempt++) {
    const port = wanted.port ?? (await freePort());
    const uiPort = ui ? (wanted.uiPort ?? (await freePort())) : undefined;
    const args: DevServerArgs = { ...fixed, port, uiPort };
    const server = await startProcess({
      command,
      args: devServerArgs(args),
      env: devServerEnv(),
      logFile: dataDir === undefined ? undefined : join(dataDir, "logs", "temporal.log"),
    });
    const check = (): void => {
      if (server.hasExited()) throw new Error(`Temporal ended while starting:\n${server.tail()}`);
    };
    const searchAttributes = Object.keys(fixed.searchAttributes);
    const address = `127.0.0.1:${port}`;
    try {
      await untilTemporalAnswers({
        address,
        namespace: fixed.namespace,
        searchAttributes,
        check,
        timeoutMs: STARTUP_MS,
      });
      return { server, args };
    } catch (error) {
      await server.stop();
      // A port can be taken between the look and the bind (its inner services choose theirs the same way).
      // Where many servers start at once, one was also seen to panic while it put its parts together.
      if (!/address already in use|port .* is not free|^panic: /im.test(server.tail()) || attempt === TRIES)
        throw error;
    }
  }
}
