import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import {
  createTestDatabase,
  createTestNamespace,
  temporalAddress,
  uniqueTaskQueue,
  withAdminClient,
} from "@tempograph/testing";
import { startEcho } from "./echo.ts";
import { startProgram, type Program } from "./start-program.ts";
import type { Release } from "./release.ts";

export type Cluster = Awaited<ReturnType<typeof startCluster>>;

const TOKEN = "token-of-the-cluster-test";

/**
 * A database without any tables, a namespace of Temporal, and a server for workflows to call: what several processes of API and worker
 * share. They share one folder of keys, too, as the volumes of docker-compose.yml do.
 */
export async function startCluster() {
  const dataDir = mkdtempSync(join(tmpdir(), "tempograph-cluster-"));
  const [database, namespace, echo] = await Promise.all([createTestDatabase(), createTestNamespace(), startEcho()]);
  await withAdminClient(database.url, (client) => client.query("drop schema public cascade; create schema public"));
  const sql = new pg.Pool({ connectionString: database.url, max: 2 });
  const programs: Program[] = [];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporalAddress(),
    TEMPORAL_NAMESPACE: namespace,
    TEMPOGRAPH_TASK_QUEUE: uniqueTaskQueue(),
    TEMPOGRAPH_DATA_DIR: dataDir,
    TEMPOGRAPH_TOKEN: TOKEN,
    TEMPOGRAPH_EGRESS_ALLOW: new URL(echo.url).host,
    TEMPOGRAPH_LOG_LEVEL: "warn",
  };
  const start = async (name: "api" | "worker", release: Release) => {
    const program = await startProgram(name, release, env);
    programs.push(program);
    return program;
  };
  return {
    echo,
    sql,
    token: TOKEN,
    startApi: (release: Release) => start("api", release),
    startWorker: (release: Release) => start("worker", release),
    async stop() {
      await Promise.all(programs.map((program) => program.kill9()));
      await Promise.all([sql.end(), echo.stop()]);
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
