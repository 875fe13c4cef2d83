import { createTestDatabase, createTestNamespace, temporalAddress } from "@tempograph/testing";
import { bindTemporalNamespace, markRolledBack, openDatabase, unmarkRolledBack } from "@tempograph/db";
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

test("the health says so while Temporal does not have executions as they were mirrored, and events are accepted all the same", async () => {
  const api = await startTestApi({ temporalAddress: temporalAddress(), namespace: await createTestNamespace() });
  onTestFinished(() => api.stop());
  const { db } = api;
  const workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
  const id = await insertExecution(db, workflow, { status: "completed" });
  await db.updateTable("executions").set({ run_id: "r", history_events: 5, closed_at: new Date() }).execute();
  const health = async () => (await api.request("GET", "/health")).body;
  expect(await health()).toMatchObject({ ok: true });
  await markRolledBack(db, id, "r", "Temporal does not know this run.");
  expect(await health()).toMatchObject({
    ok: false,
    parts: expect.arrayContaining([
      expect.objectContaining({ name: "temporal", ok: false, message: expect.stringContaining("older copy") }),
    ]),
  });
  expect((await api.request("GET", "/ready")).status).toBe(200);
  await unmarkRolledBack(db, id, "r");
  expect(await health()).toMatchObject({ ok: true });
}, 60_000);
