import { claimPendingExecutions, jsonb, markExecutionsRunning } from "@tempograph/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
let workflow: string;
beforeAll(async () => {
  api = await startTestApi();
  workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
});
afterAll(() => api.stop());

const CANCEL = `mutation ($id: ID!) { executionCancel(input: { id: $id, reason: "test" }) { __typename ... on ExecutionCancelPayload { execution { id status closedAt } } ... on Error { code hint } } }`;

async function withSteps(id: string): Promise<void> {
  const at = new Date("2026-11-21T09:30:00Z");
  const step = { execution_id: id, type: "http_call", known_from: "history" as const, scheduled_at: at };
  await api.db
    .insertInto("steps")
    .values([
      { ...step, path: "start", node_id: "start", type: "start", position: 0, status: "completed", port: "out" },
      {
        ...step,
        path: "a:b/c",
        node_id: "c",
        position: 1,
        status: "failed",
        input: jsonb({ url: "x" }),
        attempts: 2,
        failure: jsonb({ code: "HTTP_500", message: "no", hint: "wait" }),
      },
      { ...step, path: "last", node_id: "last", position: 1, status: "completed", output: jsonb(["bare", "array"]) },
    ])
    .execute();
  await api.db
    .insertInto("step_attempts")
    .values(
      [1, 2].map((attempt) => ({
        execution_id: id,
        path: "a:b/c",
        attempt,
        started_at: at,
        worker: "w",
        failure: jsonb({ code: "HTTP_500", message: "no" }),
      })),
    )
    .execute();
  await api.db
    .insertInto("step_logs")
    .values(
      ["one", "two", "three"].map((message) => ({
        execution_id: id,
        path: "a:b/c",
        attempt: 1,
        level: "info",
        message,
        at,
      })),
    )
    .execute();
  // There are two runs, whose events must not mix, whatever the order of the run ids.
  const runs = [
    ["zzz", "2026-11-21T09:30:00Z"],
    ["aaa", "2026-11-21T09:31:00Z"],
  ] as const;
  await api.db
    .insertInto("history_events")
    .values(
      runs.flatMap(([run_id, time]) =>
        [1, 2, 10].map((event_id) => ({
          execution_id: id,
          run_id,
          event_id,
          event_type: "T",
          event_time: time,
          attributes: jsonb({ eventId: String(event_id) }),
        })),
      ),
    )
    .execute();
}

test("GraphQL: one answer can contain all parts of an execution", async () => {
  const id = await insertExecution(api.db, workflow);
  await withSteps(id);
  const { body } = await api.graphql(
    `query ($id: ID!) { execution(id: $id) { id status workflow { name } version { number } event { type } historyEventCount cursor temporalUiUrl
      steps { nodes { id path status input output attemptCount attempts { attempt failure { code } } failure { code hint } logs(first: 2) { nodes { message } pageInfo { hasNextPage } } } }
      step(path: "a:b/c") { nodeId } logs { nodes { message } } historyEvents(first: 4) { nodes { runId eventId } pageInfo { endCursor } } } }`,
    { id },
  );
  expect(body.errors).toBeUndefined();
  const { execution } = body.data;
  expect(execution).toMatchObject({
    id,
    status: "RUNNING",
    workflow: { name: "one" },
    version: { number: 1 },
    event: { type: "t" },
    cursor: "0",
    step: { nodeId: "c" },
  });
  expect(execution.steps.nodes.map((step: { path: string }) => step.path)).toEqual(["start", "a:b/c", "last"]);
  expect(execution.steps.nodes[1]).toMatchObject({
    id: `${id}:a:b/c`,
    attemptCount: 2,
    attempts: [{ attempt: 1 }, { attempt: 2, failure: { code: "HTTP_500" } }],
    failure: { code: "HTTP_500", hint: "wait" },
    logs: { nodes: [{ message: "one" }, { message: "two" }], pageInfo: { hasNextPage: true } },
  });
  expect(execution.steps.nodes[2].output).toEqual(["bare", "array"]);
  expect(
    execution.historyEvents.nodes.map((e: { runId: string; eventId: string }) => `${e.runId}${e.eventId}`),
  ).toEqual(["zzz1", "zzz2", "zzz10", "aaa1"]);
  const rest = await api.graphql(
    `query ($id: ID!, $after: String) { execution(id: $id) { historyEvents(after: $after) { nodes { runId eventId } } } node(id: "${id}:a:b/c") { ... on Step { path } } }`,
    { id, after: execution.historyEvents.pageInfo.endCursor },
  );
  expect(
    rest.body.data.execution.historyEvents.nodes.map(
      (e: { runId: string; eventId: string }) => `${e.runId}${e.eventId}`,
    ),
  ).toEqual(["aaa2", "aaa10"]);
  expect(rest.body.data.node).toEqual({ path: "a:b/c" });
});

test("REST: filters, steps with attempts, history and logs page by page", async () => {
  const id = await insertExecution(api.db, workflow, { status: "completed" });
  await withSteps(id);
  const { body } = await api.request("GET", `/executions?workflow_id=${workflow}&status=completed`);
  expect(body.items.map((item: { id: string }) => item.id)).toEqual([id]);
  expect((await api.request("GET", `/executions?workflowId=wf_other`)).body.items).toEqual([]);
  const event = (await api.request("GET", `/executions/${id}`)).body.eventId;
  expect((await api.request("GET", `/executions?event_id=${event}`)).body.items).toHaveLength(1);

  const steps: string[] = [];
  for (let cursor = ""; ;) {
    const page = (await api.request("GET", `/executions/${id}/steps?limit=1${cursor && `&cursor=${cursor}`}`)).body;
    steps.push(
      ...page.items.map((step: { path: string; attempts: unknown[] }) => `${step.path} ${step.attempts.length}`),
    );
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(steps).toEqual(["start 0", "a:b/c 2", "last 0"]);
  expect((await api.request("GET", `/executions/${id}/history`)).body.items).toHaveLength(6);
  expect(
    (await api.request("GET", `/executions/${id}/logs?path=a:b/c`)).body.items.map(
      (line: { message: string }) => line.message,
    ),
  ).toEqual(["one", "two", "three"]);
  expect((await api.request("GET", `/executions/exe_nobody/steps`)).status).toBe(404);
});

test("a pending execution is cancelled in Postgres although Temporal is down, and its subscribers get an update", async () => {
  const id = await insertExecution(api.db, workflow, { status: "pending" });
  const { executionCancel } = (await api.graphql(CANCEL, { id })).body.data;
  expect(executionCancel.execution).toMatchObject({ id, status: "CANCELLED", closedAt: expect.any(String) });
  const updates = await api.db
    .selectFrom("execution_updates")
    .select(["seq", "body"])
    .where("execution_id", "=", id)
    .execute();
  expect(updates).toEqual([{ seq: 1, body: { status: "cancelled", reason: "test" } }]);
  expect((await api.graphql(CANCEL, { id })).body.data.executionCancel.code).toBe("EXECUTION_CLOSED");
});

test("one of many concurrent cancels closes a pending execution; the others are refused because it has ended", async () => {
  const id = await insertExecution(api.db, workflow, { status: "pending" });
  const answers = await Promise.all(Array.from({ length: 10 }, () => api.graphql(CANCEL, { id })));
  const outcomes = answers
    .map(({ body }) => body.data.executionCancel.execution?.status ?? body.data.executionCancel.code)
    .toSorted();
  expect(outcomes.filter((outcome) => outcome === "CANCELLED")).toHaveLength(1);
  expect(
    await api.db.selectFrom("execution_updates").selectAll().where("execution_id", "=", id).execute(),
  ).toHaveLength(1);
});

test("an execution that waits for its next start while Temporal is down is cancelled at once, and no starter claims it", async () => {
  const id = await insertExecution(api.db, workflow, { status: "pending", leased: true });
  expect(await api.request("POST", `/executions/${id}/cancel`)).toMatchObject({
    status: 202,
    body: { status: "cancelled" },
  });
  expect((await claimPendingExecutions(api.db, 100, 1_000)).rows).toEqual([]);
});

test("if a starter was just starting the execution, it learns that it has to terminate what it started", async () => {
  const id = await insertExecution(api.db, workflow, { status: "pending", leased: true });
  await api.request("POST", `/executions/${id}/cancel`);
  const started = { id, run_id: "r", first_run_id: "r", started_at: new Date() };
  expect(await markExecutionsRunning(api.db, [started])).toEqual([id]);
  expect(
    (await api.db.selectFrom("executions").select("status").where("id", "=", id).executeTakeFirstOrThrow()).status,
  ).toBe("cancelled");
});

test("operations on unknown, closed and unreachable executions are refused, each with its code", async () => {
  const running = await insertExecution(api.db, workflow);
  const closed = await insertExecution(api.db, workflow, { status: "completed" });
  for (const [operation, body] of [
    ["cancel", {}],
    ["terminate", {}],
    ["signal", { name: "go" }],
  ] as const) {
    expect((await api.request("POST", `/executions/exe_nobody/${operation}`, body)).body, operation).toMatchObject({
      status: 404,
      code: "NOT_FOUND",
    });
    expect((await api.request("POST", `/executions/${closed}/${operation}`, body)).body, operation).toMatchObject({
      status: 409,
      code: "EXECUTION_CLOSED",
    });
    expect((await api.request("POST", `/executions/${running}/${operation}`, body)).body, operation).toMatchObject({
      status: 503,
      code: "TEMPORAL_UNAVAILABLE",
    });
  }
  expect((await api.request("POST", `/executions/${running}/signal`, {})).body).toMatchObject({
    status: 400,
    path: "/name",
  });
  expect((await api.request("POST", `/executions/${running}/signal`, { name: "__stack_trace" })).body).toMatchObject({
    status: 400,
    path: "/name",
  });
});

test("health says that Temporal is down, and the API is ready all the same", async () => {
  const { body } = await api.graphql(`{ health { ok version parts { name ok message } } }`);
  expect(body.data.health).toMatchObject({
    ok: false,
    parts: [
      { name: "postgres", ok: true },
      { name: "temporal", ok: false, message: expect.stringContaining("stored") },
      { name: "api", ok: true, message: null },
    ],
  });
  const open = { authorization: "" };
  expect(await api.request("GET", "/ready", undefined, open)).toMatchObject({ status: 200, body: { ready: true } });
  expect(await api.request("GET", "/health", undefined, open)).toMatchObject({ status: 200, body: { ok: false } });
});
