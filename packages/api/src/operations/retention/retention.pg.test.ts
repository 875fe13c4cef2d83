import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
let workflowId: string;
beforeAll(async () => {
  api = await startTestApi({ tokens: { rita: ["reader"], olga: ["operator"], "bob@billing": ["admin"] } });
  workflowId = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id as string;
});
afterAll(() => api.stop());

test("a policy is set for the project and for a workflow, and read back", async () => {
  expect((await api.request("GET", "/retention")).body).toEqual({
    ...{ policies: [], lookedAt: null, problem: null, problemSince: null, runs: [] },
  });
  const set = (body: object) => api.request("PUT", "/retention", body);
  expect((await set({ historyDays: 30, valueDays: 90 })).status).toBe(200);
  expect((await set({ shapeDays: 400 })).body).toMatchObject({
    ...{ workflowId: null, historyDays: 30, valueDays: 90, shapeDays: 400, updatedBy: "owner" },
  });
  expect((await set({ workflowId, shapeDays: 0 })).body).toMatchObject({ workflowId, historyDays: null, shapeDays: 0 });
  const { policies } = (await api.request("GET", "/retention")).body;
  expect(policies.map((policy: { workflowId: unknown }) => policy.workflowId)).toEqual([null, workflowId]);
});

test("a workflow follows the project's policy again, and what a policy would take is counted before it is set", async () => {
  const closed = await insertExecution(api.db, workflowId);
  const change = {
    status: "completed" as const,
    closed_at: new Date(Date.now() - 10 * 86_400_000),
    mirror_ok: true,
    run_id: "r",
  };
  await api.db.updateTable("executions").set(change).where("id", "=", closed).execute();
  const preview = async (query: string) => (await api.request("GET", `/retention/preview${query}`)).body;
  const none = { histories: 0, values: 0, executions: 0, kept: 0, capped: false };
  expect(await preview("")).toMatchObject(none);
  expect(await preview(`?workflow_id=${workflowId}&value_days=5`)).toMatchObject({ ...none, values: 1 });
  expect(await preview(`?workflow_id=${workflowId}&shape_days=11`)).toMatchObject(none);
  expect((await api.request("GET", "/retention/preview?history_days=91")).status).toBe(400);
  expect((await api.as("rita").request("DELETE", `/retention/${workflowId}`)).status).toBe(403);
  expect((await api.request("DELETE", `/retention/${workflowId}`)).status).toBe(204);
  expect((await api.request("DELETE", `/retention/${workflowId}`)).status).toBe(404);
  const { policies } = (await api.request("GET", "/retention")).body;
  expect(policies.map((policy: { workflowId: unknown }) => policy.workflowId)).toEqual([null]);
  await api.db.deleteFrom("executions").where("id", "=", closed).execute();
});

test("what contradicts itself or names nothing is refused, with its place", async () => {
  const refused = async (body: object) => {
    const { status, body: problem } = await api.request("PUT", "/retention", body);
    return `${String(status)} ${String(problem.path)}`;
  };
  expect(await refused({ historyDays: 91 })).toBe("400 /historyDays");
  expect(await refused({ valueDays: 0 })).toBe("400 /valueDays");
  expect(await refused({ shapeDays: -1 })).toBe("400 /shapeDays");
  expect(await refused({ shapeDays: 1_000_000 })).toBe("400 /shapeDays");
  expect(await refused({ workflowId: "wf_none", shapeDays: 1 })).toBe("404 /workflowId");
});

test("a hold is made with a reason, listed, released, and recorded", async () => {
  const execution = await insertExecution(api.db, workflowId);
  const made = await api.request("POST", "/retention/holds", { executionId: execution, reason: "case 7" });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ executionId: execution, workflowId: null, createdBy: "owner", releasedAt: null });
  const ids = async (query: string) =>
    (await api.request("GET", `/retention/holds${query}`)).body.items.map(({ id }: { id: string }) => id);
  expect(await ids(`?executionId=${execution}`)).toEqual([made.body.id]);
  const released = await api.request("POST", `/retention/holds/${String(made.body.id)}/release`, {});
  expect(released.body).toMatchObject({ releasedBy: "owner" });
  expect(await ids("")).toEqual([]);
  expect(await ids("?released=true")).toEqual([made.body.id]);
  const audited = await api.db.selectFrom("audit_log").select(["action", "target"]).execute();
  expect(audited).toContainEqual({ action: "retentionHold", target: execution });
  expect((await api.request("POST", "/retention/holds", { reason: " " })).body.path).toBe("/reason");
  expect((await api.request("POST", "/retention/holds/hold_none/release", {})).status).toBe(404);
});

test("only admins may change it, and another project has its own", async () => {
  expect((await api.as("olga").request("PUT", "/retention", { shapeDays: 1 })).status).toBe(403);
  expect((await api.as("olga").request("POST", "/retention/holds", { reason: "r" })).status).toBe(403);
  expect((await api.as("rita").request("GET", "/retention")).status).toBe(200);
  expect((await api.as("bob@billing").request("GET", "/retention")).body.policies).toEqual([]);
});

test("the doctor names an export that fails, and a Temporal that forgets too soon", async () => {
  const finding = async () =>
    (await api.request("GET", "/doctor")).body.items.find(({ name }: { name: string }) => name === "retention");
  expect(await finding()).toMatchObject({ ok: true, hint: null });
  const change = { problem: "The store answered 503.", temporal_ms: 3_600_000 };
  await api.db.updateTable("retention_state").set(change).execute();
  expect(await finding()).toMatchObject({
    ok: false,
    message:
      "Nothing can be removed at present: The store answered 503; Temporal keeps closed executions for 1.0 hours only.",
  });
  await api.db.updateTable("retention_state").set({ problem: null, temporal_ms: 86_400_000 }).execute();
  expect(await finding()).toMatchObject({ ok: true });
});

test("what has lost its data cannot be run or sent again", async () => {
  const execution = await insertExecution(api.db, workflowId);
  const { event_id: event } = await api.db
    .updateTable("executions")
    .set({ status: "completed", closed_at: new Date(), removed: 2 })
    .where("id", "=", execution)
    .returning("event_id")
    .executeTakeFirstOrThrow();
  const code = async (path: string) => (await api.request("POST", path, {})).body.code;
  expect(await code(`/executions/${execution}/rerun`)).toBe("VALUES_REMOVED");
  await api.db.updateTable("events").set({ data_removed_at: new Date() }).where("id", "=", event).execute();
  expect(await code(`/events/${event}/resend`)).toBe("VALUES_REMOVED");
});
