import { createTestDatabase, createTestNamespace, temporalAddress } from "@tempograph/testing";
import { bindTemporalNamespace, openDatabase } from "@tempograph/db";
import { expect, onTestFinished, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi } from "../test-kit/start-test-api.ts";

test("an API that reaches another namespace does not start while executions run; one that runs says so in its health", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  onTestFinished(async () => {
    await db.destroy();
    await database.drop();
  });
  const options = {
    databaseUrl: database.url,
    temporalAddress: temporalAddress(),
    namespace: await createTestNamespace(),
  };
  const ours = { namespaceId: "ours", namespace: "default", clusterId: null };
  await bindTemporalNamespace(db, ours, false);

  const api = await startTestApi(options);
  const workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
  await insertExecution(db, workflow, { status: "running" });
  expect(JSON.stringify((await api.request("GET", "/health")).body)).toContain("not the Temporal");
  await api.stop();
  await expect(startTestApi(options)).rejects.toThrow(/TEMPORAL_CHANGED.*the id ours/);
  // While Temporal is down nobody knows, so the API starts.
  const down = await startTestApi({ databaseUrl: database.url });
  await down.stop();
}, 60_000);
