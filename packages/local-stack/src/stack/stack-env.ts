import { join } from "node:path";
import type { LocalTemporal } from "../temporal/start-temporal.ts";

/** The environment of the API or of the workers of a stack, added to this process's own environment. */
export function stackEnv(stack: {
  readonly dataDir: string;
  /** As its owner reaches it, and in the role of the program where it has one. */
  readonly databaseUrl: string;
  readonly roleUrl: string | undefined;
  readonly temporal: Pick<LocalTemporal, "address" | "namespace" | "uiUrl" | "pid">;
  readonly taskQueue: string;
}): NodeJS.ProcessEnv {
  const { dataDir, databaseUrl, roleUrl, temporal, taskQueue } = stack;
  return {
    ...process.env,
    ...(temporal.pid !== undefined && withoutCredentials(process.env)),
    ...(temporal.pid !== undefined && payloadKeys(dataDir)),
    DATABASE_URL: roleUrl ?? databaseUrl,
    ...(roleUrl !== undefined && { TEMPOGRAPH_MIGRATION_DATABASE_URL: databaseUrl }),
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    ...(temporal.uiUrl !== undefined && { TEMPOGRAPH_TEMPORAL_UI_URL: temporal.uiUrl }),
    TEMPOGRAPH_DATA_DIR: dataDir,
    TEMPOGRAPH_TASK_QUEUE: taskQueue,
    // Compiled code, types stripped: halves the time that a program takes to load from its second start on.
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(dataDir, "cache", "node"),
    // glibc gives every thread a heap of its own. With two for all of them the programs need 35 MB less, and no more CPU time.
    MALLOC_ARENA_MAX: process.env["MALLOC_ARENA_MAX"] ?? "2",
  };
}

/** What goes to our own Temporal is encrypted with keys of this data folder, unless the environment names other keys. */
function payloadKeys(dataDir: string): NodeJS.ProcessEnv {
  if (process.env["TEMPOGRAPH_PAYLOAD_KEYS_FILE"] || process.env["TEMPOGRAPH_PAYLOAD_KEYS_COMMAND"]) return {};
  return {
    TEMPOGRAPH_PAYLOAD_KEYS_FILE: join(dataDir, "payload-keys.json"),
    TEMPOGRAPH_PAYLOAD_KEYS_MAKE: "1",
  };
}

/**
 * Our own dev server speaks no TLS. Variables that are set for another server, such as an API key for Temporal Cloud, must not
 * reach the programs, which would ask our server for TLS.
 */
function withoutCredentials(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = Object.keys(env).filter((name) => /^TEMPORAL_(TLS|API_KEY)/.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
