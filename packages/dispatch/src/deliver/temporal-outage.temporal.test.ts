import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { jsonb } from "@tempograph/db";
import { freePort, startTemporal, type LocalTemporal } from "@tempograph/local-stack";
import { uniqueTaskQueue, waitFor } from "@tempograph/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { coordinationWorld, type CoordinationWorld } from "../testing/coordination-world.ts";
import { recordingLogger } from "../testing/recording-logger.ts";
import { createDeliverer } from "./create-deliverer.ts";

let dataDir: string;
let port: number;
let temporal: LocalTemporal | undefined;
let world: CoordinationWorld;
let connection: Connection;
const start = () => startTemporal({ dataDir, port, ui: false, address: "" });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tempograph-deliver-"));
  port = await freePort();
  temporal = await start();
  connection = await Connection.connect({ address: temporal.address });
  world = await coordinationWorld(new Client({ connection, namespace: temporal.namespace }));
});
afterEach(async () => {
  await world.end();
  await connection.close();
  await temporal?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("I4: while Temporal is down, replies wait; when it is back, each arrives", async () => {
  const { db, databaseUrl, client } = world;
  const logger = recordingLogger();
  const id = await world.execution();
  await client.workflow.start("any", { workflowId: id, taskQueue: uniqueTaskQueue() });
  const deliverer = createDeliverer({ db, databaseUrl, client, logger, pollMs: 50, leaseMs: 1_000 });
  await deliverer.start();
  try {
    await temporal?.kill9();
    temporal = undefined;
    const put = (n: number) =>
      db
        .insertInto("replies")
        .values({ execution_id: id, path: "p", key: `k${n}`, body: jsonb({ n }) })
        .execute();
    for (let n = 0; n < 20; n++) await put(n);
    await waitFor(
      () => logger.lines.some((line) => line.includes("Temporal is unavailable; replies and cancels wait")),
      {
        timeoutMs: 20_000,
      },
    );
    temporal = await start();
    const open = () => db.selectFrom("replies").select("id").where("delivered_at", "is", null).execute();
    await waitFor(async () => (await open()).length === 0, { timeoutMs: 30_000 });
    const { events } = await client.workflow.getHandle(id).fetchHistory();
    const signals = (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes);
    expect(signals.length).toBeGreaterThanOrEqual(20);
    expect(logger.lines.some((line) => line.includes("Temporal is back"))).toBe(true);
  } finally {
    await deliverer.stop();
  }
});
