import { randomUUID } from "node:crypto";
import { ApplicationFailure } from "@temporalio/common";
import { NativeConnection, Worker } from "@temporalio/worker";
import type { Payload, PayloadCodec } from "@tempograph/db";
import { STEER_UPDATE, type JsonObject } from "@tempograph/graph";
import { edges, graph, happened, node, probe, start } from "@tempograph/graph/conformance";
import { temporalAddress, uniqueTaskQueue, waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTemporalDriver, type TemporalDriver } from "./test-kit/temporal-driver.ts";

// A worker in another language, on a task queue of its own, may return anything. An answer that is not a step result fails the step
// with an error that says why. The workflow task must never fail, because Temporal would retry it forever.

let driver: TemporalDriver;
let other: { readonly taskQueue: string; stop(): Promise<void> };

/** The value is written as text, because at this depth `JSON.stringify` overflows the stack and `JSON.parse` does not. */
const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `name${index}`);

const answers: { readonly [name: string]: () => unknown } = {
  nothing: () => undefined,
  nullValue: () => null,
  text: () => "done",
  list: () => [{ output: 1 }],
  noOutput: () => ({ port: "left" }),
  portNumber: () => ({ output: 1, port: 5 }),
  portUnknown: () => ({ output: 1, port: "nowhere" }),
  timeText: () => ({ output: 1, time: "now" }),
  timeHuge: () => ({ output: 1, time: 1e300 }),
  deep: () => ({ output: 1, $data: `{"output":${nested(20_000)}}` }),
  nul: () => ({ output: "a\u0000b" }),
  half: () => ({ output: { "\ud800": 1 } }),
  bytes: () => new Uint8Array([1, 2, 3]),
  protobuf: () => ({ output: 1, $encoding: "json/protobuf" }),
  noEncoding: () => ({ output: 1, $encoding: null }),
  broken: () => ({ output: 1, $data: "{" }),
  notUtf8: () => ({ output: 1, $data: [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d] }),
  infinite: () => ({ output: 1, $data: '{"output":1e999}' }),
  failsUnreadably: () => {
    throw ApplicationFailure.nonRetryable("no", "NO", { message: "why", $encoding: "json/protobuf" });
  },
  failsDeeply: () => {
    throw ApplicationFailure.nonRetryable("no", "NO", { $data: `{"message":"why","details":${nested(1_000)}}` });
  },
  failsOddly: () => {
    throw ApplicationFailure.nonRetryable("no", "NO", { message: 1, hint: {}, details: 1, time: "x" });
  },
};

/** Rewrites payloads as their values request, so that this worker writes what a worker in another language would write. */
const rewriting: PayloadCodec = {
  encode: (payloads) => Promise.resolve(payloads.map(rewritten)),
  decode: (payloads) => Promise.resolve([...payloads]),
};

function rewritten(payload: Payload): Payload {
  const text = Buffer.from(payload.data ?? []).toString();
  if (!text.includes('"$')) return payload;
  const { $encoding, $data, ...value } = JSON.parse(text) as JsonObject;
  const metadata = { ...payload.metadata };
  if ($encoding === null) delete metadata["encoding"];
  else if ($encoding !== undefined) metadata["encoding"] = Buffer.from($encoding as string);
  return { metadata, data: Buffer.from(($data ?? JSON.stringify(value)) as string) };
}

beforeAll(async () => {
  // The other worker writes payloads that are not encrypted.
  driver = await startTemporalDriver({ keys: null });
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  const taskQueue = uniqueTaskQueue();
  const worker = await Worker.create({
    connection,
    taskQueue,
    activities: { probe: (input: { answer: string }) => Promise.resolve(answers[input.answer]!()) },
    dataConverter: { payloadCodecs: [rewriting] },
  });
  const running = worker.run();
  other = {
    taskQueue,
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}, 60_000);
afterAll(async () => {
  await other.stop();
  await driver.stop();
});

test("an answer that is not a step result fails its step, and the other steps go on", { timeout: 60_000 }, async () => {
  const names = Object.keys(answers);
  const steps = names.map((answer) =>
    probe(answer, { answer }, { taskQueue: other.taskQueue, onError: "continue", retry: { maximumAttempts: 1 } }),
  );
  const result = await driver.run("answers", {
    graph: graph([start, ...steps], edges(...names.map((name) => `start > ${name}`))),
    continueAsNewEvery: 1,
  });
  const codes = Object.fromEntries(
    result.trace.filter(({ failure }) => failure).map(({ path, failure }) => [path, failure!.code]),
  );
  const invalid = names.filter((name) => !name.startsWith("fails") && !["portUnknown", "timeHuge"].includes(name));
  expect(codes).toEqual({
    ...Object.fromEntries(invalid.map((name) => [name, "ANSWER_INVALID"])),
    portUnknown: "PORT_UNKNOWN",
    failsUnreadably: "NO",
    failsDeeply: "NO",
    failsOddly: "NO",
  });
  expect(result.status).toBe("completedWithErrors");
  expect(result.projections.flatMap(({ problems }) => problems)).toEqual([]);
});

// start ─▶ wait(go) ─▶ again(go)
test(
  "a signal's payload that cannot be read, or cannot be written again, counts as null",
  { timeout: 60_000 },
  async () => {
    const run = {
      graph: graph(
        [start, ...["one", "two", "three"].map((id) => node(id, "wait_for_signal", { name: "go" }))],
        edges("start > one > two > three"),
      ),
      continueAsNewEvery: 1,
    };
    const { workflowService } = driver.client;
    const result = await driver.run("signals", run, async ({ handle, traceNow }) => {
      const send = (encoding: string, data: string) =>
        workflowService.signalWorkflowExecution({
          namespace: "default",
          workflowExecution: { workflowId: handle.workflowId },
          signalName: "go",
          input: { payloads: [{ metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from(data) }] },
        });
      await waitFor(() => happened(traceNow(), "one waiting"), { what: "the first wait" });
      await send("json/protobuf", "{}");
      await send("binary/plain", "bytes");
      await send("json/plain", nested(10_000));
    });
    expect(result).toMatchObject({ status: "completed", output: { three: null } });
    expect(result.projections.flatMap(({ problems }) => problems)).toEqual([]);
  },
);

// start ─▶ ask;  start ─▶ gate(go)
test(
  "an Update that is too deep, too large or too expensive is refused, and the execution goes on (I14)",
  { timeout: 60_000 },
  async () => {
    const expensive = { required: ["list"], properties: { list: { items: { enum: names(5_000) } } } };
    const form = { anyOf: [{ required: ["ok"], properties: { ok: { const: true } } }, expensive] };
    const run = {
      graph: graph(
        [
          start,
          node("ask", "approval", { title: "?", form: "{{ payload.form }}" }),
          node("gate", "wait_for_signal", { name: "go" }),
        ],
        edges("start > ask", "start > gate"),
      ),
      payload: { form },
      operations: [
        {
          afterMs: 0,
          once: "gate completed",
          operation: { name: "decide", path: "ask", decision: "approved", data: { ok: true } },
        },
      ] as const,
    };
    const request = (operation: string, id = '"1"') =>
      `{"id":${id},"by":{"name":"kim","roles":[]},"time":1,"operation":${operation}}`;
    const decide = (data: string) => request(`{"name":"decide","path":"ask","decision":"approved","data":${data}}`);
    const text = JSON.stringify("x".repeat(1_500_000));
    const updates = [
      decide(nested(100_000)),
      decide(`{"list":[${"1,".repeat(4_000)}1]}`),
      decide(text),
      request(`{"name":"decide","path":"ask","decision":${nested(100_000)}}`),
      request(`{"name":"skip","path":${text},"output":1}`),
      request('{"name":"pause"}', text),
      request('{"name":"pause"}', "null"),
      nested(100_000),
      "{",
    ];
    const result = await driver.run("updates", run, async ({ handle, traceNow }) => {
      await waitFor(() => happened(traceNow(), "ask waiting"), { what: "the approval" });
      for (const data of updates) {
        const { outcome } = await driver.client.workflowService.updateWorkflowExecution({
          namespace: "default",
          workflowExecution: { workflowId: handle.workflowId },
          waitPolicy: { lifecycleStage: 3 },
          request: {
            meta: { updateId: randomUUID(), identity: "stranger" },
            input: {
              header: { fields: {} },
              name: STEER_UPDATE,
              args: { payloads: [{ metadata: { encoding: Buffer.from("json/plain") }, data: Buffer.from(data) }] },
            },
          },
        });
        expect(outcome?.failure?.message?.length).toBeLessThan(1_000);
      }
      await handle.signal("go");
    });
    expect(result.status).toBe("completed");
    const { events } = await driver.history(result.executionId, result.runId);
    expect(events.filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([]);
  },
);
