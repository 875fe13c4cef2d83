import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { migrateToLatest, openDatabase, type Database } from "@tempograph/db";
import { startPostgres, type LocalPostgres } from "@tempograph/local-stack";
import { createTestNamespace, temporalAddress, uniqueTaskQueue, waitFor } from "@tempograph/testing";
import { expect, onTestFinished, test } from "vitest";
import { createDispatcher, ingestEvents } from "./index.ts";
import { runsOf } from "./testing/dispatch-setup.ts";
import { publish } from "./testing/publish.ts";
import { recordingLogger } from "./testing/recording-logger.ts";

test("I2: Postgres is killed before the dispatcher's commit is on the disk: the event is dispatched again, and Temporal keeps the one execution", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "tempograph-killed-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  // The write-ahead log goes to the disk only with a commit that waits for it, so that what is lost does not depend on the moment.
  const start = () =>
    startPostgres({
      dataDir,
      durable: true,
      databaseUrl: "",
      settings: { wal_writer_delay: 10_000, autovacuum: "off" },
    });
  let postgres: LocalPostgres = await start();
  onTestFinished(() => postgres.stop());
  await migrateToLatest(postgres.url);
  const connection = await Connection.connect({ address: temporalAddress() });
  onTestFinished(() => connection.close());
  const client = new Client({ connection, namespace: await createTestNamespace() });
  const open = (): Database => {
    const db = openDatabase(postgres.url);
    onTestFinished(() => db.destroy());
    return db;
  };
  const dispatcher = (db: Database, onMark: () => Promise<void>) => {
    const made = createDispatcher({
      ...{ db, databaseUrl: postgres.url, client, taskQueue: uniqueTaskQueue(), logger: recordingLogger() },
      ...{ eager: false, unsignedOperations: true, pollMs: 50, leaseMs: 1_000 },
      faultPoint: async (point) => (point === "mark" ? await onMark() : undefined),
    });
    onTestFinished(() => made.stop());
    return made;
  };
  const before = open();
  await publish(before, { id: "wf_1" });
  const [stored] = await ingestEvents(before, [{ data: "one" }]);
  const killed = Promise.withResolvers<void>();
  const first = dispatcher(before, async () => {
    process.kill(postgres.pid!, "SIGKILL");
    killed.resolve();
  });
  await first.start();
  await killed.promise;
  await first.stop();
  await postgres.stop();
  postgres = await start();
  const after = open();
  expect(await after.selectFrom("executions").select("id").execute(), "what was not on the disk").toEqual([]);
  expect(await after.selectFrom("events").select(["id", "dispatched_at"]).execute()).toEqual([
    { id: stored!.id, dispatched_at: null },
  ]);
  await dispatcher(after, async () => {}).start();
  const [row] = await waitFor(async () => {
    const rows = await after
      .selectFrom("executions")
      .select(["id", "run_id"])
      .where("status", "=", "running")
      .execute();
    return rows.length === 1 && rows;
  });
  expect(await runsOf(client, [row!.id])).toEqual([row!.run_id]);
}, 60_000);
