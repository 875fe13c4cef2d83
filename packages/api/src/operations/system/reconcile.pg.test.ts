import { markMissing, markRolledBack } from "@tempograph/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

test("executions that Temporal has otherwise are listed and counted, and a decision is noted for the worker", async () => {
  const workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
  const [same, open, ended] = [
    await insertExecution(api.db, workflow, { status: "running" }),
    await insertExecution(api.db, workflow, { status: "running" }),
    await insertExecution(api.db, workflow, { status: "completed" }),
  ];
  await api.db.updateTable("executions").set({ run_id: "r" }).execute();
  await api.db
    .updateTable("executions")
    .set({ history_events: 5, closed_at: new Date(), mirror_ok: true })
    .where("id", "=", ended)
    .execute();
  await markMissing(api.db, open, "r");
  expect(await markRolledBack(api.db, ended, "r", "Temporal has 3 events of this run, and 5 were mirrored.")).toBe(
    true,
  );
  expect(await markRolledBack(api.db, ended, "r", "again")).toBe(false);

  const listed = async () => (await api.request("GET", "/reconcilable")).body.items;
  expect(await listed()).toEqual([
    { executionId: open, status: "running", difference: null, decided: null },
    { executionId: ended, status: "completed", difference: expect.stringContaining("3 events"), decided: null },
  ]);
  const findings = (await api.request("GET", "/doctor")).body.items as readonly { name: string }[];
  expect(findings.find(({ name }) => name === "rolledBack")).toMatchObject({
    ok: false,
    message: "Temporal does not have 1 executions as they were mirrored.",
    hint: expect.stringContaining("doctor --repair"),
  });

  const decide = (id: string, counts: string) => api.request("POST", `/executions/${id}/reconcile`, { counts });
  expect((await decide(same, "temporal")).body).toMatchObject({ code: "INVALID_INPUT", status: 400 });
  expect((await decide(open, "mirror")).body).toMatchObject({ code: "INVALID_INPUT", status: 400 });
  expect((await decide("exe_none", "temporal")).status).toBe(404);
  expect((await decide(open, "temporal")).status).toBe(202);
  expect((await decide(ended, "mirror")).status).toBe(202);
  expect((await listed()).map(({ decided }: { decided: string }) => decided)).toEqual(["temporal", "mirror"]);
});
