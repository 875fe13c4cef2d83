import { fileURLToPath } from "node:url";
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  Client,
  Connection,
  WorkflowFailedError,
} from "@temporalio/client";
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker, type WorkflowBundle } from "@temporalio/worker";
import { quietTemporalRuntime, temporalAddress, uniqueTaskQueue, waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HostRun } from "../test-kit/host-workflow.ts";
import { probePack, vanishing } from "../test-kit/probe-pack.ts";
import { nodeRunId, stepFailure, type AttemptReport, type LogReport } from "@tempograph/graph";
import type { ActivityHost } from "./activity-host.ts";
import { createActivityHost } from "./create-activity-host.ts";

const taskQueue = uniqueTaskQueue("host");
const attempts: AttemptReport[] = [];
const logs: LogReport[] = [];
const lines: unknown[] = [];
const keep = (...line: unknown[]) => void lines.push(line);
let client: Client;
let host: ActivityHost;
let native: NativeConnection;
let workflowBundle: WorkflowBundle;
let stop: () => Promise<void>;

beforeAll(async () => {
  quietTemporalRuntime();
  const address = temporalAddress();
  const workflowsPath = fileURLToPath(new URL("../test-kit/host-workflow.ts", import.meta.url));
  const logger = new DefaultLogger("ERROR");
  workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
  const connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
  client = new Client({ connection });
  host = createActivityHost({
    packs: [probePack],
    config: { "probe-pack": { greeting: "hello" } },
    onAttempt: (report) => attempts.push(report),
    onLog: (report) => logs.push(report),
    worker: "worker-1",
    logger: { debug: keep, info: keep, warn: keep, error: keep },
  });
  const worker = await createWorker(taskQueue);
  const running = worker.run();
  stop = async () => {
    worker.shutdown();
    await running;
    await Promise.all([host.close(), connection.close(), native.close()]);
  };
}, 60_000);
afterAll(() => stop());

function createWorker(queue: string, { activities } = host): Promise<Worker> {
  return Worker.create({
    connection: native,
    taskQueue: queue,
    workflowBundle,
    activities: {
      ...activities,
      ...(activities["probe_vanish"] && { probe_vanish: vanishing(activities["probe_vanish"]) }),
    },
    maxHeartbeatThrottleInterval: "100ms",
    defaultHeartbeatThrottleInterval: "100ms",
  });
}

let count = 0;
async function start(run: HostRun, queue: string = taskQueue) {
  const workflowId = `${queue}-${++count}`;
  // A local activity learns of a cancel when its workflow task sends a heartbeat, at 80 % of this time.
  const workflowTaskTimeout = "1s";
  const handle = await client.workflow.start("hostWorkflow", {
    workflowId,
    taskQueue: queue,
    workflowTaskTimeout,
    args: [run],
  });
  return { workflowId, handle, result: () => handle.result() as Promise<unknown> };
}

const reportsOf = (executionId: string) => attempts.filter((report) => report.executionId === executionId);

/** The failure of the activity, as the interpreter gets it. */
async function failureOf(result: Promise<unknown>): Promise<Error | undefined> {
  const error: unknown = await result.then(
    () => expect.fail("should have failed"),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WorkflowFailedError);
  const { cause } = error as WorkflowFailedError;
  return cause instanceof ActivityFailure ? cause.cause : cause;
}

test("Temporal says whose step it is, and not the arguments, which anybody who reaches Temporal can write (I13)", async () => {
  const claims = { executionId: "exe_other" };
  const { workflowId, result } = await start({ type: "probe_context", input: {}, claims });
  expect(await result()).toMatchObject({ output: { execution: { id: workflowId } } });
  const meta = { idempotencyKey: "k", path: "step", nodeId: "step", workflow: { id: "wf", name: "W", version: 1 } };
  const byItself = async (id: string) =>
    await client.activity.execute("probe_context", {
      ...{ id, taskQueue, startToCloseTimeout: "20s", retry: { maximumAttempts: 1 } },
      args: [{}, { ...meta, ...claims }],
    });
  const run = nodeRunId("main", taskQueue);
  expect(await byItself(run)).toMatchObject({ output: { execution: { id: run } } });
  expect(await byItself(`exe_${taskQueue}`)).toMatchObject({ output: { execution: { id: "" } } });
});

test("a step gets its context, and gives output and port", async () => {
  const { workflowId, handle, result } = await start({ type: "probe_context", input: {} });
  expect(await result()).toEqual({
    time: expect.any(Number),
    port: "other",
    output: {
      idempotencyKey: "key-1",
      attempt: 1,
      greeting: "hello",
      execution: {
        id: workflowId,
        runId: handle.firstExecutionRunId,
        workflowId: "wf",
        workflowName: "Test",
        workflowVersion: 2,
      },
      step: { path: "each[0]/step", nodeId: "step" },
    },
  });
  const line = logs.find((each) => each.executionId === workflowId);
  expect(line).toMatchObject({
    path: "each[0]/step",
    attempt: 1,
    level: "info",
    message: "hello",
    fields: { password: "[redacted]", n: 1 },
  });
});

test("on the burst lane the result carries path and time", async () => {
  const before = Date.now();
  const { result, workflowId } = await start({ type: "probe_context", input: {}, burst: true });
  const envelope = (await result()) as { path: string; time: number; port: string };
  expect(envelope).toMatchObject({ path: "each[0]/step", port: "other" });
  expect(envelope.time).toBeGreaterThanOrEqual(before);
  expect(envelope.time).toBeLessThanOrEqual(Date.now());
  expect(reportsOf(workflowId)[1]).toMatchObject({ lane: "burst", outcome: "succeeded", endedAt: envelope.time });
});

test.each([false, true])(
  "retryable errors are tried again with the same key, and every attempt is reported (burst: %s)",
  async (burst) => {
    const { workflowId, handle, result } = await start({ type: "probe_flaky", input: {}, burst });
    expect(await result()).toMatchObject({ output: { attempt: 3, idempotencyKey: "key-1" } });
    const reports = reportsOf(workflowId);
    expect(reports.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, undefined],
      [1, "failed"],
      [2, undefined],
      [2, "failed"],
      [3, undefined],
      [3, "succeeded"],
    ]);
    expect(reports[1]).toMatchObject({
      runId: handle.firstExecutionRunId,
      path: "each[0]/step",
      nodeId: "step",
      type: "probe_flaky",
      worker: "worker-1",
      failure: { code: "FLAKY", message: "not yet", retryable: true },
    });
    expect(reports[1]!.endedAt).toBeGreaterThanOrEqual(reports[1]!.startedAt!);
  },
);

test("retryAfterMs replaces the policy's interval", async () => {
  const { workflowId, result } = await start({ type: "probe_flaky", input: { retryAfterMs: 700 } });
  await result();
  const started = reportsOf(workflowId).filter(({ endedAt }) => endedAt === undefined);
  expect(started[1]!.startedAt! - started[0]!.startedAt!).toBeGreaterThanOrEqual(690);
});

test.each([false, true])(
  "a permanent error ends the step with code, hint and place, and without secrets (burst: %s)",
  async (burst) => {
    const { workflowId, handle, result } = await start({ type: "probe_fail", input: {}, burst });
    const failure = await failureOf(result());
    expect(failure).toBeInstanceOf(ApplicationFailure);
    const { type, nonRetryable, message, details } = failure as ApplicationFailure;
    expect({ type, nonRetryable, message }).toEqual({
      type: "REFUSED",
      nonRetryable: true,
      message: "https://example.com/?token=[redacted] said no \uFFFD",
    });
    expect(details?.[0]).toEqual({
      message,
      path: "each[0]/step",
      hint: "Ask nicely.",
      details: { authorization: "[redacted]", seen: 1, text: "\uFFFD" },
      time: expect.any(Number),
    });
    const { events } = await handle.fetchHistory();
    const everything = JSON.stringify([events, reportsOf(workflowId), lines], (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString() : value,
    );
    expect(everything).toContain("REFUSED");
    expect(everything).not.toContain("hunter2");
    expect(lines).not.toEqual([]);
    expect(reportsOf(workflowId)).toHaveLength(2);
  },
);

test.each([
  ["a success", false, {}],
  ["a success on the burst lane", false, { burst: true }],
  ["a failure", true, { heartbeatMs: 600 }],
])("a value that the node names as secret, or marks in its output, is left nowhere: %s", async (_, fails, rest) => {
  // The parts are the input; only the node puts them together.
  const value = ["canary 7f3a9/", '"c1d2e3"'];
  const { workflowId, handle, result } = await start({ type: "probe_secret", input: { value, fails }, ...rest });
  if (fails) {
    expect(await failureOf(result())).toMatchObject({ type: "[redacted]", message: "[redacted] is wrong" });
  } else {
    expect(await result()).toMatchObject({
      output: { said: "got [redacted]", key: "[redacted]", list: [{ url: "/?q=[redacted]" }, { again: "[redacted]" }] },
    });
  }
  const { events } = await handle.fetchHistory();
  const own = logs.filter(({ executionId }) => executionId === workflowId);
  expect(own).toMatchObject([{ message: "sent [redacted]", fields: { "[redacted]": 1 } }]);
  const everything = JSON.stringify([events, reportsOf(workflowId), own, lines], (_key, each: unknown) =>
    each instanceof Uint8Array ? Buffer.from(each).toString() : each,
  );
  const secret = value.join("");
  const forms = [JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), "another-canary"];
  for (const form of [...forms, Buffer.from(`kim:${secret}`).toString("base64").slice(6, -4)])
    expect(everything).not.toContain(form);
});

test.each([
  ["input that does not fit", "probe_output", { what: "other" }, "INPUT_INVALID"],
  ["an output over 1 MiB", "probe_output", { what: "large" }, "OUTPUT_TOO_LARGE"],
  ["an output that Postgres cannot hold", "probe_output", { what: "text" }, "OUTPUT_NOT_TEXT"],
  ["an unknown node type", "probe_nothing", {}, "NODE_TYPE_UNKNOWN"],
])("%s is permanent, with a hint", async (_, type, input, code) => {
  const { result } = await start({ type, input });
  const failure = (await failureOf(result())) as ApplicationFailure;
  expect(failure).toMatchObject({ type: code, nonRetryable: true });
  expect(failure.details?.[0]).toMatchObject({ path: "each[0]/step", hint: expect.any(String) });
});

const counted = (most: number, mostMs?: number) => ({
  heartbeatMs: 500,
  counted: { most, ...(mostMs !== undefined && { mostMs }) },
});

test("the end of a worker is no attempt of the step, and is told by the next worker; what the node has left stays", async () => {
  const input = { vanishes: [2, 3, 5], fails: [1, 4] };
  const { workflowId, result } = await start({ type: "probe_vanish", input, ...counted(3) });
  expect(await result()).toMatchObject({ output: { attempt: 6, left: { page: 1 }, idempotencyKey: "key-1" } });
  const ended = reportsOf(workflowId).filter(({ endedAt }) => endedAt !== undefined);
  expect(ended.map(({ attempt, failure }) => [attempt, failure?.code ?? "succeeded"])).toEqual([
    [1, "FLAKY"],
    [2, "WORKER_VANISHED"],
    [3, "WORKER_VANISHED"],
    [4, "FLAKY"],
    [5, "WORKER_VANISHED"],
    [6, "succeeded"],
  ]);
});

test("the author's attempts are spent by failures of the step, and the last failure stays one that could be tried again", async () => {
  const input = { vanishes: [2], fails: [1, 3, 4] };
  const { workflowId, result } = await start({ type: "probe_vanish", input, ...counted(3) });
  const failure = (await failureOf(result())) as ApplicationFailure;
  expect(failure).toMatchObject({ type: "FLAKY", nonRetryable: true });
  const { type, details } = failure;
  expect(stepFailure({ path: "p", type: type!, nonRetryable: true, details: details?.[0] }).failure).toMatchObject({
    retryable: true,
  });
  expect(Math.max(...reportsOf(workflowId).map(({ attempt }) => attempt))).toBe(4);
});

test.each([
  ["only one attempt", 1, [1]],
  ["20 attempts in a row", 0, Array.from({ length: 20 }, (_, index) => index + 1)],
])(
  "a step fails whose workers vanish in %s",
  async (_, most, vanishes) => {
    const { result } = await start({ type: "probe_vanish", input: { vanishes, fails: [] }, ...counted(most) });
    expect(await failureOf(result())).toMatchObject({ type: "WORKER_VANISHED", nonRetryable: true });
  },
  60_000,
);

test("an attempt that takes too long is ended by its worker, and counts", async () => {
  const { workflowId, result } = await start({ type: "probe_wait", input: {}, ...counted(2, 300) });
  expect(await failureOf(result())).toMatchObject({ type: "TIMEOUT_START_TO_CLOSE" });
  expect(reportsOf(workflowId).filter(({ endedAt }) => endedAt !== undefined)).toHaveLength(2);
});

test("a step whose node type no worker here has waits for one that has it, whatever attempts it may have", async () => {
  const queue = uniqueTaskQueue("packs");
  const bare = createActivityHost({ packs: [], onAttempt: (report) => attempts.push(report), worker: "bare" });
  const worker = await createWorker(queue, bare);
  const running = worker.run();
  const { workflowId, result } = await start({ type: "probe_context", input: {}, ...counted(1) }, queue);
  await waitFor(() => reportsOf(workflowId).some(({ attempt }) => attempt === 3));
  expect(reportsOf(workflowId).filter(({ endedAt }) => endedAt !== undefined)[0]).toMatchObject({
    worker: "bare",
    failure: { code: "NODE_TYPE_UNKNOWN", retryable: true, hint: expect.stringContaining("nodePacks") },
  });
  worker.shutdown();
  await running;
  const full = await createWorker(queue);
  await full.runUntil(async () => expect(await result()).toMatchObject({ port: "other" }));
  await bare.close();
});

test.each([
  ["by the background heartbeat, though the node is silent", { heartbeatMs: 600 }],
  ["by the workflow task's heartbeat on the burst lane", { burst: true }],
])("a cancel reaches a running node %s", async (_, rest) => {
  const { workflowId, result } = await start({ type: "probe_wait", input: {}, cancelAfterMs: 200, ...rest });
  expect(await failureOf(result())).toBeInstanceOf(CancelledFailure);
  await waitFor(() => reportsOf(workflowId).length === 2);
  expect(reportsOf(workflowId)[1]).toMatchObject({ outcome: "cancelled" });
  // The attempt took longer than the heartbeat time-out and is still the first one, so the heartbeats arrived.
  expect(reportsOf(workflowId).map(({ attempt }) => attempt)).toEqual([1, 1]);
});

test("a worker that shuts down leaves the step to another one", async () => {
  const queue = uniqueTaskQueue("shutdown");
  const first = await createWorker(queue);
  const firstRun = first.run();
  const { workflowId, handle } = await start({ type: "probe_wait", input: {}, heartbeatMs: 2_000 }, queue);
  await waitFor(() => reportsOf(workflowId).length === 1);
  first.shutdown();
  await firstRun;
  expect(reportsOf(workflowId)[1]).toMatchObject({
    attempt: 1,
    outcome: "failed",
    failure: { code: "WORKER_SHUTDOWN", retryable: true },
  });

  const second = await createWorker(queue);
  const secondRun = second.run();
  await waitFor(() => reportsOf(workflowId).some(({ attempt }) => attempt === 2));
  await handle.terminate("seen");
  second.shutdown();
  await secondRun;
});
