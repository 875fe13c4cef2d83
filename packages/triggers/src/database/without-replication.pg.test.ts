import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "@tempograph/local-stack";
import { expect, onTestFinished, test } from "vitest";
import { openClient } from "../testing/database-world.ts";
import { makeChangesKept } from "./make-changes-kept.ts";

test("a server without logical replication says so, and reads through an outbox once somebody has asked for it", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "tempograph-replica-"));
  const server = await startPostgres({ dataDir, durable: false, databaseUrl: "", settings: { wal_level: "replica" } });
  const client = await openClient(server.url);
  onTestFinished(async () => {
    await client.end();
    await server.stop();
    rmSync(dataDir, { recursive: true });
  });
  await client.query("create table orders (id int primary key)");
  const key = { project: "main", workflowId: "wf_1", triggerId: "t" };
  const config = { connection: "shop", table: "orders" };
  await expect(makeChangesKept(client, key, config, {})).rejects.toMatchObject({
    code: "DATABASE_REPLICATION_UNAVAILABLE",
    hint: expect.stringContaining("databaseTriggerInstall"),
  });
  expect(await makeChangesKept(client, key, config, { outboxWanted: true })).toMatchObject({
    ...{ mode: "outbox", table: "public.orders", replicaIdentity: "full" },
  });
  expect((await client.query("select from pg_trigger where tgname like 'tempograph%'")).rowCount).toBe(3);
});
