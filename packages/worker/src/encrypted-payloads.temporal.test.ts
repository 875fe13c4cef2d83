import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { Client } from "@temporalio/client";
import { createPayloadCodec, loadPayloadKeys } from "@tempograph/db";
import { createKeyRing, loadKeyRing, parseKeys } from "@tempograph/runtime";
import { readableEvents } from "@tempograph/mirror";
import { edges, graph, node, start } from "@tempograph/graph/conformance";
import { waitFor } from "@tempograph/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { workerWorld, type WorkerWorld } from "./test-kit/worker-world.ts";

// What reaches Temporal is encrypted, keys are exchanged while executions run, and a lost key is told.

let folder: string;
let file: string;
let world: WorkerWorld;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tempograph-encrypted-"));
  file = join(folder, "payload-keys.json");
  world = await workerWorld({ payloadKeys: { file, make: true, encrypt: true } });
}, 60_000);
afterEach(async () => {
  await world.end();
  await rm(folder, { recursive: true, force: true });
});

const CANARY = "canary-7f3a";

/** Everything that Temporal stores of an execution's latest run, with payloads and failures as it has them. */
async function stored(executionId: string): Promise<string> {
  const handle = world.client.workflow.getHandle(executionId);
  const { raw } = await handle.describe();
  const parts = [historyToJSON(await handle.fetchHistory()), JSON.stringify(raw)];
  // Payloads are base64 in JSON.
  const opened = parts
    .join()
    .replaceAll(/"([A-Za-z0-9+/]{8,}={0,2})"/g, (_, text: string) => Buffer.from(text, "base64").toString("latin1"));
  return [...parts, opened].join();
}

const flow = graph(
  [
    start,
    node("hello", "transform", { output: "{{ payload.text }}" }),
    node("wait", "wait_for_event", { eventType: "go" }),
    node(
      "broken",
      "http_call",
      { method: "GET", url: `http://127.0.0.1:1/${CANARY}` },
      { onError: "continue", retry: { maximumAttempts: 1 } },
    ),
    node("end", "end", { output: { said: "{{ steps.hello }}", got: "{{ steps.wait.data.text }}" } }),
  ],
  edges("start > hello > wait > broken", "broken:error > end", "broken > end"),
);

async function rotate(): Promise<{ before: string; after: string }> {
  const { current: before, keys } = JSON.parse(await readFile(file, "utf8")) as { current: string; keys: object };
  const after = `${before}-next`;
  await writeFile(
    file,
    JSON.stringify({ current: after, keys: { ...keys, [after]: Buffer.alloc(32, 7).toString("base64") } }),
  );
  return { before, after };
}

const codec = async () =>
  createPayloadCodec({ db: world.db, keys: await loadPayloadKeys({ file, make: false, encrypt: true }, () => {}) });

/** A client whose keys stay as they are. */
function clientWith(text: string): Client {
  const ring = createKeyRing("payload keys", "a test", parseKeys(text, "payload keys", "a test"));
  const { connection, options } = world.client;
  const payloadCodecs = [createPayloadCodec({ db: world.db, keys: { ring, encrypt: true } })];
  return new Client({ connection, namespace: options.namespace, dataConverter: { payloadCodecs } });
}

test(
  "inputs, outputs, failures and signals do not reach Temporal in the clear, and the mirror reads them",
  { timeout: 60_000 },
  async () => {
    await world.publish("secret", flow);
    const id = await world.send("secret", { text: `${CANARY} in` });
    await world.stepIs(id, "wait", "waiting");
    await world.client.workflow.getHandle(id).signal("note", { text: `${CANARY} signal` });
    await world.emit("go", { text: `${CANARY} event` });
    const execution = await world.closed(id);
    expect(execution).toMatchObject({ status: "completed", mirrorProblem: null });
    expect(JSON.stringify(execution.output)).toContain(`${CANARY} in`);
    const { failure } = await world.db
      .selectFrom("steps")
      .select("failure")
      .where("execution_id", "=", id)
      .where("path", "=", "broken")
      .executeTakeFirstOrThrow();
    // The message of the failure went through a payload, and came back.
    expect(JSON.stringify(failure)).toContain("127.0.0.1");
    const found = await stored(id);
    expect(found).toContain("binary/encrypted");
    expect(found).not.toContain(CANARY);
  },
);

test(
  "an encrypted value that is copied out of one execution into another one is not opened there (I13)",
  { timeout: 60_000 },
  async () => {
    const listens = graph(
      [start, node("wait", "wait_for_signal", { name: "note" }), node("end", "end", { output: "{{ steps.wait }}" })],
      edges("start > wait > end"),
    );
    await world.publish("victim", flow);
    await world.publish("thief", listens);
    const victim = await world.send("victim", { text: CANARY });
    await world.stepIs(victim, "hello", "completed");
    const { events } = await world.client.workflow.getHandle(victim).fetchHistory();
    const input = events![0]!.workflowExecutionStartedEventAttributes!.input!.payloads!;
    const thief = await world.send("thief", {});
    await world.stepIs(thief, "wait", "waiting");
    await world.client.workflowService.signalWorkflowExecution({
      ...{ namespace: world.client.options.namespace, workflowExecution: { workflowId: thief } },
      ...{ signalName: "note", input: { payloads: [input[0]!] } },
    });
    const execution = await world.closed(thief);
    expect(execution).toMatchObject({ status: "completed", mirrorProblem: null, output: { end: null } });
    await world.emit("go", { text: "c" });
    expect(await world.closed(victim)).toMatchObject({ status: "completed", mirrorProblem: null });
  },
);

test(
  "a key is exchanged while executions run: those under way and new ones complete, with the key of their time",
  { timeout: 60_000 },
  async () => {
    await world.publish("rotated", flow);
    const id = await world.send("rotated", { text: "a" });
    await world.stepIs(id, "wait", "waiting");
    const { before, after } = await rotate();
    const ring = await loadKeyRing({ purpose: "payload keys", file });
    expect(ring.current.id).toBe(after);
    const keysOf = async (executionId: string) => {
      const found = await stored(executionId);
      return [before, after].filter((one) => new RegExp(`${one}(?!-next)`).test(found));
    };
    // The worker looks for a changed file at most once in a second, so the first ones may still get the older key.
    const next = await waitFor(
      async () => {
        const later = await world.send("rotated", { text: "b" });
        await world.stepIs(later, "wait", "waiting");
        return (await keysOf(later)).includes(after) && later;
      },
      { timeoutMs: 20_000 },
    );
    await world.emit("go", { text: "c" });
    for (const executionId of [id, next])
      expect(await world.closed(executionId)).toMatchObject({ status: "completed", mirrorProblem: null });
    expect(await keysOf(id)).toEqual([before, after]);
  },
);

test(
  "a lost key is named in the failed workflow task; when it is back, the execution goes on by itself",
  { timeout: 90_000 },
  async () => {
    await world.publish("lost", flow);
    const id = await world.send("lost", { text: "a" });
    await world.stepIs(id, "wait", "waiting");
    const older = clientWith(await readFile(file, "utf8"));
    const { before } = await rotate();
    const both = await readFile(file, "utf8");
    const { current, keys } = JSON.parse(both) as { current: string; keys: Record<string, string> };
    await writeFile(file, JSON.stringify({ current, keys: { [current]: keys[current] } }));
    // A signal of a program that still has the lost key arrives.
    await older.workflow.getHandle(id).signal("note", { text: "encrypted" });
    await world.emit("go", { text: "c" });
    const failed = await waitFor(
      async () => {
        const { events } = await world.client.workflow.getHandle(id).fetchHistory();
        const failures = events?.filter((event) => event.workflowTaskFailedEventAttributes) ?? [];
        const readable = await readableEvents(id, failures, await codec());
        return readable.map((event) => event.workflowTaskFailedEventAttributes?.failure).find(Boolean);
      },
      { timeoutMs: 30_000, what: "a failed workflow task" },
    );
    for (const text of [`do not contain the key "${before}"`, "Hint: add this key again"])
      expect(failed.message).toContain(text);
    await writeFile(file, both);
    expect(await world.closed(id)).toMatchObject({ status: "completed", mirrorProblem: null });
  },
);
