import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { insertWorkflow, openDatabase, type Database } from "@tempograph/db";
import {
  createTestDatabase,
  createTestNamespace,
  temporalAddress,
  uniqueTaskQueue,
  waitFor,
} from "@tempograph/testing";
import { publishTriggers, scheduleIdOf } from "@tempograph/triggers";
import { afterAll, beforeAll, expect, test } from "vitest";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let client: Client;
let config: string;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  const namespace = await createTestNamespace();
  client = new Client({ connection: await Connection.connect({ address: temporalAddress() }), namespace });
  config = JSON.stringify({
    databaseUrl: database.url,
    temporal: { namespace, connection: { address: temporalAddress() } },
    ...{ taskQueue: uniqueTaskQueue(), dataDir: fileURLToPath(new URL("../dist/test-data", import.meta.url)) },
    ...{ nodePacks: [], packConfig: {}, egressAllow: [], healthPort: 0, healthHost: "127.0.0.1", logLevel: "silent" },
    unsignedOperations: true,
  });
});
afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await client.connection.close();
  await db.destroy();
  await database.drop();
});

function startWorkerProcess(): ChildProcess {
  const entry = fileURLToPath(new URL("test-kit/worker-process.ts", import.meta.url));
  const worker = spawn(process.execPath, ["--conditions=@tempograph/source", "--no-warnings", entry], {
    env: { ...process.env, WORKER_CONFIG: config, NODE_OPTIONS: "" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  workers.push(worker);
  return worker;
}

const ticks = async () =>
  (await db.selectFrom("events").select("time").where("type", "=", "schedule.fired").orderBy("time").execute()).map(
    ({ time }) => time.getTime(),
  );

test(
  "I4: a worker is killed with -9 while a schedule fires each second; each time has exactly one event",
  { timeout: 120_000 },
  async () => {
    const triggers = [{ kind: "schedule", id: "clock", config: { every: "1s" } }];
    await db.transaction().execute(async (tx) => {
      const draft = { graph: { nodes: [], edges: [] }, triggers };
      await insertWorkflow(tx, { id: "wf_1", name: "Clock", description: null, draft });
      await publishTriggers(tx, { workflowId: "wf_1", version: 1, triggers });
    });
    const taken = async () =>
      (await client.schedule.getHandle(scheduleIdOf({ workflowId: "wf_1", triggerId: "clock" })).describe()).info
        .numActionsTaken;
    for (let round = 0; round < 2; round += 1) {
      const before = (await ticks()).length;
      const doomed = startWorkerProcess();
      await waitFor(async () => (await ticks()).length >= before + 2, { timeoutMs: 40_000 });
      doomed.kill("SIGKILL");
      await once(doomed, "exit");
      // Times pass while no worker is there.
      const missed = (await taken()) + 3;
      await waitFor(async () => (await taken()) >= missed, { timeoutMs: 20_000 });
    }
    startWorkerProcess();
    startWorkerProcess();
    const all = (await taken()) + 2;
    await waitFor(async () => (await ticks()).length >= all, { timeoutMs: 60_000 });
    // A later tick may be stored before an earlier one, so wait until no time is missing.
    const times = await waitFor(async () => {
      const found = await ticks();
      return found.at(-1)! - found[0]! <= (found.length - 1) * 1_000 && found;
    });
    await client.schedule.getHandle(scheduleIdOf({ workflowId: "wf_1", triggerId: "clock" })).delete();
    expect(times).toEqual(times.map((_, index) => times[0]! + index * 1_000));
  },
);
