import { markMissing } from "@tempograph/db";
import { temporalAddress } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ temporalAddress: temporalAddress() });
});
afterAll(() => api.stop());

test("an execution that Temporal does not know is refused as missing, and a person's terminate closes it", async () => {
  const workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
  const id = await insertExecution(api.db, workflow, { status: "running" });
  await api.db.updateTable("executions").set({ run_id: "r" }).where("id", "=", id).execute();
  await markMissing(api.db, id, "r");
  for (const [operation, body] of [
    ["cancel", {}],
    ["signal", { name: "go" }],
    ["pause", {}],
  ] as const)
    expect((await api.request("POST", `/executions/${id}/${operation}`, body)).body, operation).toMatchObject({
      status: 409,
      code: "EXECUTION_MISSING",
    });
  const doctor = (await api.request("GET", "/doctor")).body;
  expect(JSON.stringify(doctor)).toContain("Temporal does not know 1 executions");
  const ended = await api.request("POST", `/executions/${id}/terminate`, { reason: "it is gone" });
  expect([ended.status, ended.body.status]).toEqual([202, "terminated"]);
  expect((await api.request("GET", `/executions/${id}`)).body).toMatchObject({
    status: "terminated",
    mirrorProblem: [{ code: "RUN_NOT_FOUND" }],
  });
});
