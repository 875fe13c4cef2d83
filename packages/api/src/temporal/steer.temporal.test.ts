import { Client, Connection } from "@temporalio/client";
import proto from "@temporalio/proto";
import { isSignalLimit } from "@tempograph/runtime";
import { createTestNamespace, temporalAddress, uniqueTaskQueue } from "@tempograph/testing";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

const { CommandType } = proto.temporal.api.enums.v1;
const { Rejection, Request } = proto.temporal.api.update.v1;

let api: TestApi;
let client: Client;
let workflow: string;
beforeAll(async () => {
  const namespace = await createTestNamespace();
  const connection = await Connection.connect({ address: temporalAddress() });
  client = new Client({ connection, namespace });
  api = await startTestApi({ temporalAddress: temporalAddress(), namespace, steerTimeoutMs: 700 });
  workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
});
afterAll(async () => {
  await api.stop();
  await client.connection.close();
});

/** Starts an execution on Temporal that no worker executes. */
async function open(status: "pending" | "running" = "running", taskQueue: string = uniqueTaskQueue()): Promise<string> {
  const id = await insertExecution(api.db, workflow, { status });
  await client.workflow.start("any", { workflowId: id, taskQueue });
  return id;
}

async function historyOf(id: string) {
  const { events } = await client.workflow.getHandle(id).fetchHistory();
  return events ?? [];
}

test("a cancel reaches Temporal's history with its reason; the execution's row is not changed", async () => {
  const id = await open();
  const { status, body } = await api.request("POST", `/executions/${id}/cancel`, { reason: "no longer wanted" });
  expect(status).toBe(202);
  expect(body.status).toBe("running");
  const event = (await historyOf(id)).find((one) => one.workflowExecutionCancelRequestedEventAttributes);
  expect(event?.workflowExecutionCancelRequestedEventAttributes?.cause).toBe("no longer wanted");
});

test("if the starter of a pending row died after Temporal's answer, the cancel goes to Temporal", async () => {
  const id = await open("pending");
  expect((await api.request("POST", `/executions/${id}/cancel`)).status).toBe(202);
  expect((await historyOf(id)).some((one) => one.workflowExecutionCancelRequestedEventAttributes)).toBe(true);
  const row = await api.db.selectFrom("executions").select("status").where("id", "=", id).executeTakeFirstOrThrow();
  expect(row.status).toBe("pending");
});

test("a pending execution that Temporal does not have is closed in Postgres; a signal to it is refused until it starts", async () => {
  const id = await insertExecution(api.db, workflow, { status: "pending" });
  expect((await api.request("POST", `/executions/${id}/signal`, { name: "go" })).body).toMatchObject({
    status: 409,
    code: "EXECUTION_NOT_STARTED",
  });
  expect((await api.request("POST", `/executions/${id}/terminate`)).body).toMatchObject({ status: "terminated" });
});

test("a cancel waits for the starter that holds a pending execution, and then cancels it on Temporal", async () => {
  const id = await insertExecution(api.db, workflow, { status: "pending", leased: true });
  const answer = api.request("POST", `/executions/${id}/cancel`);
  await sleep(300);
  await client.workflow.start("any", { workflowId: id, taskQueue: uniqueTaskQueue() });
  expect((await answer).status).toBe(202);
  expect((await historyOf(id)).some((one) => one.workflowExecutionCancelRequestedEventAttributes)).toBe(true);
  const row = await api.db.selectFrom("executions").select("status").where("id", "=", id).executeTakeFirstOrThrow();
  expect(row.status).toBe("pending");
});

test("terminate ends an execution at once; later operations are refused, although the row still says running", async () => {
  const id = await open();
  expect((await api.request("POST", `/executions/${id}/terminate`, { reason: "stuck" })).status).toBe(202);
  expect((await client.workflow.getHandle(id).describe()).status.name).toBe("TERMINATED");
  for (const [operation, body] of [
    ["cancel", {}],
    ["terminate", {}],
    ["signal", { name: "go" }],
  ] as const)
    expect((await api.request("POST", `/executions/${id}/${operation}`, body)).body, operation).toMatchObject({
      status: 409,
      code: "EXECUTION_CLOSED",
    });
});

test("a signal arrives with its payload; a repeated signal id counts once", async () => {
  const id = await open();
  const send = () =>
    api.request("POST", `/executions/${id}/signal`, { name: "approve", payload: { by: "me" }, signalId: "s1" });
  expect((await send()).status).toBe(202);
  expect((await send()).status).toBe(202);
  const signals = (await historyOf(id)).flatMap((one) => one.workflowExecutionSignaledEventAttributes ?? []);
  expect(signals).toHaveLength(1);
  expect(signals[0]?.signalName).toBe("approve");
  expect(Buffer.from(signals[0]?.input?.payloads?.[0]?.data ?? []).toString()).toBe('{"by":"me"}');
});

/** Takes the next workflow task that carries an Update, as a worker would. */
async function taskWithUpdate(taskQueue: string) {
  const { workflowService, options, connection } = client;
  const { namespace } = options;
  for (;;) {
    const { taskToken, messages } = await connection.withDeadline(Date.now() + 10_000, () =>
      workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: taskQueue } }),
    );
    if (taskToken.length === 0) throw new Error("No workflow task has come.");
    const update = messages[0];
    if (update !== undefined) return { taskToken, update };
    await workflowService.respondWorkflowTaskCompleted({ namespace, taskToken });
  }
}

/** What a worker sends whose machine refuses the operation. */
function rejectionOf(update: proto.temporal.api.protocol.v1.IMessage, code: string) {
  const details = {
    payloads: [
      {
        metadata: { encoding: Buffer.from("json/plain") },
        data: Buffer.from(JSON.stringify({ id: "any", ok: false, code, message: "m", hint: "h" })),
      },
    ],
  };
  const rejection = Rejection.encode({
    rejectedRequestMessageId: update.id,
    rejectedRequest: Request.decode(update.body!.value!),
    failure: { message: code, applicationFailureInfo: { type: code, details } },
  });
  const body = { type_url: "type.googleapis.com/temporal.api.update.v1.Rejection", value: rejection.finish() };
  return { id: `${update.id}/reject`, protocolInstanceId: update.protocolInstanceId, body };
}

test("an operation that Temporal drops because the workflow task with it failed is sent again", async () => {
  const { namespace } = client.options;
  const taskQueue = uniqueTaskQueue();
  const id = await open("running", taskQueue);
  const answer = api.request("POST", `/executions/${id}/pause`, {});
  const first = await taskWithUpdate(taskQueue);
  // The server takes no task whose commands are wrong, and drops the Updates that it has sent with it.
  const wrong = client.workflowService.respondWorkflowTaskCompleted({
    ...{ namespace, taskToken: first.taskToken },
    commands: [{ commandType: CommandType.COMMAND_TYPE_START_TIMER, startTimerCommandAttributes: {} }],
  });
  await expect(wrong).rejects.toThrow("INVALID_ARGUMENT");
  const second = await taskWithUpdate(taskQueue);
  expect(second.update.protocolInstanceId).toBe(first.update.protocolInstanceId);
  await client.workflowService.respondWorkflowTaskCompleted({
    ...{ namespace, taskToken: second.taskToken },
    messages: [rejectionOf(second.update, "ALREADY_PAUSED")],
  });
  expect((await answer).body).toMatchObject({ status: 409, code: "ALREADY_PAUSED" });
});

const operations: readonly [string, object][] = [
  ["pause", {}],
  ["resume", {}],
  ["skip-wait", { path: "x" }],
  ["approvals/decide", { path: "x", decision: "approved" }],
  ["incidents/retry", { path: "x" }],
  ["incidents/skip", { path: "x" }],
  ["incidents/fail", { path: "x" }],
];

test("while no worker runs, the answer to an operation says that it may still happen, and how to find out", async () => {
  const id = await open();
  const { body } = await api.graphql(
    `mutation ($id: ID!) { executionPause(input: { id: $id, idempotencyKey: "k" }) { __typename ... on Error { code message hint retryable } } }`,
    { id },
  );
  expect(body.data.executionPause).toEqual({
    __typename: "UnavailableError",
    code: "STEER_TIMEOUT",
    message: expect.stringContaining("may still happen"),
    hint: expect.stringContaining("same request again"),
    retryable: true,
  });
  for (const [operation, input] of operations.slice(0, 2))
    expect(await api.request("POST", `/executions/${id}/${operation}`, input), operation).toMatchObject({
      status: 504,
      body: { code: "STEER_TIMEOUT", retryable: true },
    });
  const row = await api.request("GET", `/audit?target=${id}&limit=1`);
  expect(row.body.items[0]).toMatchObject({ action: "executionResume", outcome: "STEER_TIMEOUT" });
});

test.each(operations)(
  "%s: of a pending, a closed and an unknown execution each with its code",
  async (operation, input) => {
    const pending = await insertExecution(api.db, workflow, { status: "pending" });
    expect(await api.request("POST", `/executions/${pending}/${operation}`, input)).toMatchObject({
      status: 409,
      body: { code: "EXECUTION_NOT_STARTED", retryable: true, hint: expect.any(String) },
    });
    // The row of the execution still says running.
    const ended = await open();
    await client.workflow.getHandle(ended).terminate("test");
    expect((await api.request("POST", `/executions/${ended}/${operation}`, input)).body).toMatchObject({
      code: "EXECUTION_CLOSED",
    });
    const closed = await insertExecution(api.db, workflow, { status: "failed" });
    expect((await api.request("POST", `/executions/${closed}/${operation}`, input)).body).toMatchObject({
      status: 409,
      code: "EXECUTION_CLOSED",
    });
    expect((await api.request("POST", `/executions/exe_nobody/${operation}`, input)).body).toMatchObject({
      status: 404,
      code: "NOT_FOUND",
      path: "/id",
    });
  },
);

test("an invalid path, key or value is refused before Temporal is asked", async () => {
  const id = await open();
  for (const [operation, input, path] of [
    ["skip-wait", {}, "/path"],
    ["skip-wait", { path: "" }, "/path"],
    ["incidents/fail", { path: "x", message: "a".repeat(2_000) }, "/message"],
    ["incidents/skip", { path: "x", port: "" }, "/port"],
    ["incidents/retry", { path: "x", input: "text" }, "/input"],
    ["pause", { idempotencyKey: "k".repeat(201) }, "/idempotencyKey"],
  ] as const)
    expect((await api.request("POST", `/executions/${id}/${operation}`, input)).body, path).toMatchObject({
      status: 400,
      code: "INVALID_INPUT",
      path,
    });
});

test("health says that Postgres and Temporal answer", async () => {
  expect((await api.request("GET", "/health")).body).toMatchObject({ ok: true });
});

test(
  "an execution that has heard as many signals as Temporal takes in one run takes the next one later",
  { timeout: 120_000 },
  async () => {
    const id = await open();
    const { workflow: workflows } = client;
    const send = () => workflows.getHandle(id).signal("other");
    // The server of the test run takes 1,000, any other one 10,000.
    let refused = false;
    while (!refused) {
      const sent = await Promise.allSettled(Array.from({ length: 50 }, send));
      const failures = sent.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
      expect(failures.filter((failure) => !isSignalLimit(failure))).toEqual([]);
      refused = failures.length > 0;
    }
    expect((await api.request("POST", `/executions/${id}/signal`, { name: "go" })).body).toMatchObject({
      status: 503,
      code: "TEMPORAL_UNAVAILABLE",
    });
  },
);
