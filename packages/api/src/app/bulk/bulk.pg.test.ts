import { jsonb } from "@tempograph/db";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { smallGraph } from "../../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
let workflow: string;
beforeAll(async () => {
  api = await startTestApi({ tokens: { olga: ["operator"], vera: ["viewer"], "bob@billing": ["operator"] } });
});
afterAll(() => api.stop());
beforeEach(async () => {
  workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
});

const many = (count: number, status: "pending" | "running" | "completed") =>
  Promise.all(Array.from({ length: count }, () => insertExecution(api.db, workflow, { status })));

const JOB = `id action status total done skipped failed waitingFor actor endedAt`;
const START = `mutation ($input: BulkStartInput!) { bulkStart(input: $input) { __typename ... on BulkStartPayload { job { ${JOB} } } ... on Error { code path message } } }`;
const start = async (input: object) => (await api.as("olga").graphql(START, { input })).body.data.bulkStart;
const job = async (id: string) =>
  (
    await api.graphql(
      `query ($id: ID!) { bulkJob(id: $id) { ${JOB} items(first: 200) { nodes { outcome code path execution { id status } result { id rerunOf { id } } } } } }`,
      { id },
    )
  ).body.data.bulkJob;
const ended = (id: string) =>
  waitFor(async () => {
    const found = await job(id);
    return found.status === "RUNNING" ? undefined : found;
  });

test("the preview counts the executions that the operation would affect, and changes nothing", async () => {
  await many(3, "pending");
  await many(12, "running");
  await many(2, "completed");
  const preview = async (action: object) =>
    (
      await api.graphql(
        `query ($w: ID!, $action: BulkActionInput!) { bulkPreview(filter: { workflowId: $w }, action: $action) { count matching sample { id status } } }`,
        { w: workflow, action },
      )
    ).body.data.bulkPreview;
  const cancel = await preview({ kind: "CANCEL" });
  expect(cancel).toMatchObject({ count: 15, matching: 17 });
  expect(cancel.sample).toHaveLength(10);
  expect(await preview({ kind: "PAUSE" })).toMatchObject({ count: 12, matching: 17 });
  expect(await preview({ kind: "RERUN" })).toMatchObject({
    count: 2,
    matching: 17,
    sample: [{ status: "COMPLETED" }, { status: "COMPLETED" }],
  });
  expect(await preview({ kind: "INCIDENT_RETRY" })).toMatchObject({ count: 0, matching: 17, sample: [] });
  const rest = await api.request("POST", "/bulk/preview", {
    filter: { workflow_id: workflow, status: ["pending"] },
    action: { kind: "cancel" },
  });
  expect(rest.body).toMatchObject({ count: 3, matching: 3, sample: [{}, {}, {}] });
});

test("a bulk rerun makes one new execution for each, however often the job is requested", async () => {
  const ids = await many(35, "completed");
  const input = {
    filter: { workflowId: workflow },
    action: { kind: "RERUN" },
    expectedCount: 35,
    idempotencyKey: `k-${workflow}`,
  };
  const answers = await Promise.all([start(input), start(input), start(input)]);
  expect(new Set(answers.map((answer) => answer.job.id)).size).toBe(1);
  const done = await ended(answers[0].job.id);
  expect(done).toMatchObject({
    status: "COMPLETED",
    total: 35,
    done: 35,
    skipped: 0,
    failed: 0,
    actor: "olga",
    waitingFor: null,
  });
  expect(
    done.items.nodes.map((item: { result: { rerunOf: { id: string } } }) => item.result.rerunOf.id).toSorted(),
  ).toEqual(ids.toSorted());
  // The executions that the job made do not belong to it. A second job would rerun the old executions again.
  const rows = await api.db.selectFrom("executions").select("id").where("rerun_of", "in", ids).execute();
  expect(rows).toHaveLength(35);
  expect(await start({ ...input, action: { kind: "CANCEL" } })).toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });
  expect(await start({ ...input, filter: { ...input.filter, text: "other" } })).toMatchObject({
    code: "IDEMPOTENCY_CONFLICT",
  });
  expect((await start(input)).job.id).toBe(answers[0].job.id);
});

test("a bulk cancel of pending executions works while Temporal is down; an execution that has ended is skipped", async () => {
  const [first = "", ...others] = await many(5, "pending");
  await api.request("POST", `/executions/${first}/cancel`);
  const { job: started } = await start({
    filter: { workflowId: workflow, status: ["PENDING", "CANCELLED"] },
    action: { kind: "CANCEL" },
  });
  const done = await ended(started.id);
  expect(done).toMatchObject({ total: 4, done: 4 });
  const cancelled = done.items.nodes.map(({ execution }: { execution: { id: string; status: string } }) => execution);
  expect(new Set(cancelled.map(({ id }: { id: string }) => id))).toEqual(new Set(others));
  expect(cancelled.every(({ status }: { status: string }) => status === "CANCELLED")).toBe(true);
});

test("while Temporal is down, a job waits, says why, and can be stopped", async () => {
  await many(20, "running");
  const { job: started } = await start({ filter: { workflowId: workflow }, action: { kind: "PAUSE" } });
  await waitFor(async () => (await job(started.id)).waitingFor?.includes("Temporal"));
  expect(await job(started.id)).toMatchObject({ status: "RUNNING", total: 20, done: 0, failed: 0 });
  const stop = () => api.as("olga").request("POST", `/bulk/${started.id}/stop`);
  expect(await stop()).toMatchObject({ status: 202, body: { status: "stopped" } });
  expect(await job(started.id)).toMatchObject({ status: "STOPPED", waitingFor: null, endedAt: expect.any(String) });
  expect((await stop()).body).toMatchObject({ status: 409, code: "BULK_NOT_RUNNING" });
  expect((await api.request("POST", "/bulk/blk_nobody/stop")).body).toMatchObject({ status: 404, code: "NOT_FOUND" });
  const items = await api.request("GET", `/bulk/${started.id}/items?outcome=pending&limit=3`);
  expect(items.body.items).toMatchObject([{ ordinal: 1 }, { ordinal: 2 }, { ordinal: 3 }]);
});

test("each incident of an open execution is an item of its own", async () => {
  const [id = "", other = ""] = await many(2, "running");
  const step = { type: "http_call", known_from: "history" as const, failure: jsonb({ code: "X", message: "x" }) };
  await api.db
    .insertInto("steps")
    .values([
      { ...step, execution_id: id, path: "each[0]/x", node_id: "x", position: 0, status: "incident" },
      { ...step, execution_id: id, path: "each[1]/x", node_id: "x", position: 1, status: "incident" },
      { ...step, execution_id: other, path: "x", node_id: "x", position: 0, status: "failed" },
    ])
    .execute();
  const { job: started } = await start({ filter: { workflowId: workflow }, action: { kind: "INCIDENT_RETRY" } });
  expect(started.total).toBe(2);
  expect((await job(started.id)).items.nodes.map((item: { path: string }) => item.path)).toEqual([
    "each[0]/x",
    "each[1]/x",
  ]);
  await api.request("POST", `/bulk/${started.id}/stop`);
});

test("a different count than expected, an invalid action or an unknown filter is refused, and nothing is written", async () => {
  await many(3, "running");
  const jobs = async () =>
    (
      await api.db
        .selectFrom("bulk_jobs")
        .select((e) => e.fn.countAll().as("n"))
        .executeTakeFirstOrThrow()
    ).n;
  const before = await jobs();
  const filter = { workflowId: workflow };
  expect(await start({ filter, action: { kind: "CANCEL" }, expectedCount: 2 })).toMatchObject({
    code: "BULK_COUNT_CHANGED",
    message: expect.stringContaining("3 items and not 2"),
  });
  expect(await start({ filter, action: { kind: "SIGNAL" } })).toMatchObject({
    __typename: "ValidationError",
    path: "/action/signalName",
  });
  expect(await start({ filter, action: { kind: "SIGNAL", signalName: "__x" } })).toMatchObject({
    code: "INVALID_INPUT",
  });
  expect(await start({ filter, action: { kind: "CANCEL", reason: "a\u0000" } })).toMatchObject({
    path: "/action/reason",
  });
  for (const body of [
    { filter: { workflow }, action: { kind: "cancel" } },
    { filter: { status: ["open"] }, action: { kind: "cancel" } },
    { filter: { workflowId: 7 }, action: { kind: "cancel" } },
    { action: { kind: "cancel" } },
    { filter, action: { kind: "explode" } },
    { filter, action: [] },
  ])
    expect((await api.request("POST", "/bulk", body)).status, JSON.stringify(body)).toBe(400);
  expect(await jobs()).toEqual(before);
  expect(await start({ filter: { workflowId: "wf_\u0000" }, action: { kind: "CANCEL" } })).toMatchObject({
    job: { total: 0, status: "COMPLETED" },
  });
});

test("jobs are listed, the newest first, and found by node(id)", async () => {
  const { body } = await api.graphql(`{ bulkJobs(first: 2) { nodes { id } pageInfo { endCursor } } }`);
  const [{ id }] = body.data.bulkJobs.nodes;
  const found = await api.graphql(`query ($id: ID!) { node(id: $id) { ... on BulkJob { total filter input } } }`, {
    id,
  });
  expect(found.body.data.node).toMatchObject({ total: 0, filter: {}, input: {} });
  expect((await api.request("GET", "/bulk?limit=1")).body.items[0].id).toBe(id);
  expect((await api.request("GET", `/bulk/${id}`)).body).toMatchObject({ id, action: "cancel" });
});

test("a long job does not hold up a short one that another project has started later", async () => {
  const executions = await many(250, "pending");
  const long = (await start({ filter: { workflowId: workflow }, action: { kind: "CANCEL" } })).job.id as string;
  const own = await insertExecution(api.db, workflow, { status: "pending" });
  await api.db.updateTable("executions").set({ project: "billing" }).where("id", "=", own).execute();
  const body = { filter: { status: ["pending"] }, action: { kind: "cancel" } };
  const short = (await api.as("bob@billing").request("POST", "/bulk", body)).body.id as string;
  const [first] = await waitFor(async () => {
    const jobs = api.db.selectFrom("bulk_jobs").select(["id", "done", "total"]).where("id", "in", [long, short]);
    const done = await jobs.where("ended_at", "is not", null).orderBy("ended_at").execute();
    return done.length === 2 ? done : undefined;
  });
  expect(first).toMatchObject({ id: short, done: 1, total: 1 });
  expect(await job(long)).toMatchObject({ done: executions.length });
});

test("a bulk rerun beyond the project's limit waits until there is room, and no item fails", async () => {
  const ids = await many(3, "completed");
  await api.db.updateTable("executions").set({ project: "billing" }).where("id", "in", ids).execute();
  const bob = api.as("bob@billing");
  await api.request("PUT", "/projects/billing", { maxWaitingEvents: 1 });
  expect((await bob.request("POST", "/events", {})).status).toBe(202);
  const body = { filter: { status: ["completed"] }, action: { kind: "rerun" } };
  const { id } = (await bob.request("POST", "/bulk", body)).body;
  const state = async () => (await bob.request("GET", `/bulk/${id}`)).body;
  await waitFor(async () => (await state()).waitingFor?.includes("1 events that wait"));
  expect(await state()).toMatchObject({ status: "running", failed: 0 });
  await api.request("PUT", "/projects/billing", { maxWaitingEvents: 0 });
  await waitFor(async () => (await state()).status === "completed");
  expect(await state()).toMatchObject({ total: 3, done: 3, failed: 0 });
});

test("a project whose jobs are too many starts no further one, and a repetition still finds its job", async () => {
  const input = { filter: { workflowId: workflow }, action: { kind: "CANCEL" }, idempotencyKey: `many-${workflow}` };
  const { job: known } = await start(input);
  await api.db
    .insertInto("bulk_jobs")
    .values(
      Array.from({ length: 100 }, (_, n) => ({
        ...{ id: `blk_many${n}`, actor: "nobody", actor_roles: [], action: "cancel", input: jsonb({}) },
        ...{ filter: jsonb({}), total: 1, lease_until: new Date(Date.now() + 600_000) },
      })),
    )
    .execute();
  const body = { filter: { workflow_id: workflow }, action: { kind: "cancel" } };
  const refused = await api.as("olga").request("POST", "/bulk", body);
  expect(refused.body).toMatchObject({ status: 429, code: "QUOTA_EXCEEDED", retryable: true });
  expect((await start(input)).job.id).toBe(known.id);
  await api.db.deleteFrom("bulk_jobs").where("actor", "=", "nobody").execute();
  expect((await api.as("olga").request("POST", "/bulk", body)).status).toBe(202);
});

test("revoking a token stops the jobs that it has started", async () => {
  const made = (await api.request("POST", "/tokens", { name: "out", roles: ["operator"] })).body;
  await many(3, "running");
  const answer = await fetch(`${api.url}/bulk`, {
    method: "POST",
    headers: { authorization: `Bearer ${made.secret}`, "content-type": "application/json" },
    body: JSON.stringify({ filter: { workflow_id: workflow }, action: { kind: "pause" } }),
  });
  const { id } = (await answer.json()) as { id: string };
  await waitFor(async () => (await job(id)).waitingFor?.includes("Temporal"));
  expect((await api.request("POST", `/tokens/${made.id}/revoke`)).status).toBe(200);
  expect(await job(id)).toMatchObject({ status: "STOPPED", actor: "out" });
});

test("a job of chosen executions does nothing to others", async () => {
  const [first = "", second = "", third = ""] = await many(3, "pending");
  const { job: started } = await start({ filter: { ids: [first, third] }, action: { kind: "CANCEL" } });
  expect(await ended(started.id)).toMatchObject({ total: 2, done: 2 });
  const statuses = await api.db.selectFrom("executions").select("status").where("id", "=", second).execute();
  expect(statuses).toEqual([{ status: "pending" }]);
  const ids = Array.from({ length: 1_001 }, () => first);
  expect(await start({ filter: { ids }, action: { kind: "CANCEL" } })).toMatchObject({
    code: "INVALID_INPUT",
    path: "/ids",
  });
});

test("what a job searched in payloads is shown to nobody who may not read them, nor may they search", async () => {
  await many(2, "pending");
  const filter = { workflowId: workflow, text: "ada@example.com" };
  const { job: started } = await start({ filter, action: { kind: "CANCEL" } });
  const shown = async (name: string) => {
    const query = `query ($id: ID!) { bulkJob(id: $id) { filter searched } }`;
    const { body } = await api.as(name).graphql(query, { id: started.id });
    return [body.data.bulkJob, (await api.as(name).request("GET", `/bulk/${started.id}`)).body];
  };
  const searched = { text: "ada@example.com" };
  for (const job of await shown("olga")) expect(job).toMatchObject({ filter: { workflowId: workflow }, searched });
  for (const job of await shown("vera")) {
    expect(job).toMatchObject({ filter: { workflowId: workflow }, searched: null });
    expect(JSON.stringify(job)).not.toContain("ada@");
  }
  const vera = api.as("vera");
  expect((await vera.request("GET", "/executions?text=ada@example.com")).status).toBe(403);
  expect((await vera.request("GET", "/executions?waiting_for_name=paid")).status).toBe(403);
  expect((await vera.request("GET", "/executions?waiting_for=signal")).status).toBe(200);
  const preview = await vera.request("POST", "/bulk/preview", { filter, action: { kind: "cancel" } });
  expect(preview.body).toMatchObject({ status: 403, code: "FORBIDDEN" });
  const short = await api.as("olga").request("GET", "/executions?text=ad");
  expect(short.body).toMatchObject({ status: 400, code: "INVALID_INPUT", path: "/text" });
});
