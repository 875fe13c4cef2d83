import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { readFileSync } from "node:fs";
import { migrateToLatest, openDatabase, type Database } from "@tempograph/db";
import { sql } from "kysely";
import { Agent } from "undici";
import { readCpu } from "../measure/cpu-meter.ts";
import { percentile } from "../measure/percentile.ts";
import { startProgram, type Program } from "../stack/program.ts";
import { followExecution } from "./follow-execution.ts";
import { wakeExecutions } from "./wake-executions.ts";

export interface SubscribersTime {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Milliseconds of CPU of the API, for an update and for a second in which nothing happens. */
  readonly apiCpuMsPerUpdate: number;
  readonly idleCpuMsPerS: number;
  /** The memory of the API's process, with all subscribers and after the last round. */
  readonly rssMb: { readonly before: number; readonly after: number };
}

const TOKEN = "bench-token-on-loopback";
const DATABASE = "tempograph_bench_subscribers";
const MOST_WAIT_MS = 60_000;
const IDLE_MS = 3_000;

/**
 * One API process with many subscribers, each of an execution of its own, while all executions wake within a second, several times. The time of an
 * update goes from before the transaction that writes it until its subscriber has read it. It has a database of its own on the given server.
 */
export async function measureSubscribers(options: {
  readonly adminUrl: string;
  readonly dataDir: string;
  readonly subscribers: number;
  readonly rounds: number;
  /** Further fields that each subscriber asks of an update. */
  readonly more?: string | undefined;
  readonly profileDir?: string | undefined;
  readonly say: (line: string) => void;
}): Promise<SubscribersTime> {
  const { adminUrl, dataDir, profileDir } = options;
  const admin = openDatabase(adminUrl, { applicationName: "tempograph bench", max: 1 });
  const databaseUrl = Object.assign(new URL(adminUrl), { pathname: `/${DATABASE}` }).href;
  try {
    await sql`drop database if exists ${sql.ref(DATABASE)} with (force)`.execute(admin);
    await sql`create database ${sql.ref(DATABASE)}`.execute(admin);
    await migrateToLatest(databaseUrl);
    const db = openDatabase(databaseUrl, { applicationName: "tempograph bench", max: 4 });
    const api = await startProgram({
      name: "tempograph-api",
      entry: fileURLToPath(new URL("../../../packages/api/src/main.ts", import.meta.url)),
      env: {
        ...{ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: "127.0.0.1:1", TEMPOGRAPH_DATA_DIR: dataDir },
        ...{ TEMPOGRAPH_TOKEN: TOKEN, TEMPOGRAPH_LOG_LEVEL: "warn", TEMPOGRAPH_LIMIT_SUBSCRIPTIONS: "off" },
      },
      logFile: join(dataDir, "logs", "subscribers-api.log"),
      profileDir,
    });
    try {
      return await measure(db, api, options);
    } finally {
      await api.stop();
      await db.destroy();
    }
  } finally {
    await sql`drop database if exists ${sql.ref(DATABASE)} with (force)`.execute(admin).catch(() => undefined);
    await admin.destroy();
  }
}

async function measure(
  db: Database,
  api: Program,
  { subscribers, rounds, more = "", say }: Parameters<typeof measureSubscribers>[0],
): Promise<SubscribersTime> {
  const ids = await insertExecutions(db, subscribers);
  const client = new Agent({ connections: subscribers, pipelining: 1, bodyTimeout: 0 });
  const target = { url: String(api.ready["url"]), token: TOKEN };
  const cpu = (): number => readCpu({ api: api.pid })["api"]! * 1_000;
  let times: number[] = [];
  await Promise.all(
    ids.map((id) => followExecution(client, { ...target, id, more }, ({ at }) => void times.push(Date.now() - at))),
  );
  const idleFrom = cpu();
  await pause(IDLE_MS);
  const idleCpuMsPerS = ((cpu() - idleFrom) * 1_000) / IDLE_MS;
  say(
    `${String(subscribers)} subscribers; the API uses ${idleCpuMsPerS.toFixed(0)} ms of CPU in a second without updates`,
  );
  const before = rssMb(api.pid);
  const all: number[] = [];
  let cpuMs = 0;
  for (let round = 0; round <= rounds; round++) {
    times = [];
    const from = cpu();
    const expected = await wakeExecutions(db, ids, round);
    for (const until = performance.now() + MOST_WAIT_MS; times.length < expected; await pause(20))
      if (performance.now() > until) throw new Error(`Only ${times.length} of ${expected} updates arrived.`);
    say(
      `p50 ${percentile(times, 50).toFixed(0)} ms, p99 ${percentile(times, 99).toFixed(0)} ms, CPU of the API ${(cpu() - from).toFixed(0)} ms`,
    );
    // In the first round code is compiled.
    if (round === 0) continue;
    all.push(...times);
    cpuMs += cpu() - from;
  }
  const after = rssMb(api.pid);
  await client.destroy();
  return {
    ...{ p50Ms: percentile(all, 50), p99Ms: percentile(all, 99) },
    ...{
      apiCpuMsPerUpdate: Math.round((cpuMs / all.length) * 1_000) / 1_000,
      idleCpuMsPerS: Math.round(idleCpuMsPerS),
    },
    rssMb: { before, after },
  };
}

function rssMb(pid: number): number {
  const [, pages = "0"] = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ");
  return Math.round((Number(pages) * 4_096) / 1024 / 1024);
}

/** Executions that run, as the dispatcher leaves them. */
async function insertExecutions(db: Database, count: number): Promise<readonly string[]> {
  await sql`insert into workflows (id, name, status, draft) values ('wf_bench', 'Bench', 'active', '{}')`.execute(db);
  await sql`insert into workflow_versions (workflow_id, version, graph, triggers, definition, definition_hash, interpreter_version)
    values ('wf_bench', 1, '{"nodes": [], "edges": []}', '[]', '{}', 'hash', 1)`.execute(db);
  await sql`insert into events (id, type, source, time, data, fingerprint)
    select 'evt_' || n, 'bench', 'bench', now(), '{}', 'f' from generate_series(1, ${count}) n`.execute(db);
  const { rows } = await sql<{
    readonly id: string;
  }>`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, status)
    select 'exe_' || lpad(n::text, 26, '0'), 'wf_bench', 1, 'evt_' || n, 't', 'running' from generate_series(1, ${count}) n returning id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
