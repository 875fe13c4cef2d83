import { Client, Connection } from "@temporalio/client";
import { defaultPayloadConverter } from "@temporalio/common";
import { closePendingExecution, jsonb, newId, requestChildEnd } from "@tempograph/db";
import { createTestNamespace, temporalAddress, uniqueTaskQueue, waitFor } from "@tempograph/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startCall } from "../coordinate/call-workflow.ts";
import { coordinationWorld, stepOf, type CoordinationWorld } from "../testing/coordination-world.ts";
import { killAt } from "../testing/doomed-process.ts";
import { recordingLogger } from "../testing/recording-logger.ts";
import { createDeliverer, type Deliverer } from "./create-deliverer.ts";
import type { DelivererOptions } from "./deliverer-options.ts";

let world: CoordinationWorld;
let connection: Connection;
let namespace: string;
let deliverers: Deliverer[];
beforeEach(async () => {
  namespace = await createTestNamespace();
  connection = await Connection.connect({ address: temporalAddress() });
  world = await coordinationWorld(new Client({ connection, namespace }));
  deliverers = [];
});
afterEach(async () => {
  await Promise.all(deliverers.map((deliverer) => deliverer.stop()));
  await world.end();
  await connection.close();
});

async function deliverer(options: Partial<DelivererOptions> = {}): Promise<Deliverer> {
  const { db, databaseUrl, client } = world;
  const times = { pollMs: 50, leaseMs: 1_000 };
  const made = createDeliverer({ db, databaseUrl, client, logger: recordingLogger(), ...times, ...options });
  deliverers.push(made);
  await made.start();
  return made;
}

/** Starts an execution on Temporal that no worker executes. */
async function running(): Promise<string> {
  const id = await world.execution();
  await onTemporal(id);
  return id;
}
const onTemporal = (id: string) =>
  world.client.workflow.start("any", { workflowId: id, taskQueue: uniqueTaskQueue(), args: [] });
const historyOf = async (id: string) => (await world.client.workflow.getHandle(id).fetchHistory()).events ?? [];
async function signalsOf(id: string): Promise<unknown[]> {
  const signals = (await historyOf(id)).map((event) => event.workflowExecutionSignaledEventAttributes).filter(Boolean);
  return signals.map((signal) => [
    signal!.signalName,
    ...(signal!.input?.payloads ?? []).map((payload) => defaultPayloadConverter.fromPayload(payload)),
  ]);
}
const put = (executionId: string, key: string) =>
  world.db
    .insertInto("replies")
    .values({ execution_id: executionId, path: `p/${key}`, key, body: jsonb({ granted: true }) })
    .execute();
const openReplies = async () =>
  (await world.db.selectFrom("replies").select("id").where("delivered_at", "is", null).execute()).length;
const call = { workflow: "wf_test", data: {}, wait: true, parentClosePolicy: "requestCancel" } as const;

test("a reply becomes one signal with path, key, reply and time", async () => {
  await deliverer({ pollMs: 60_000 });
  const caller = await running();
  const { executionId } = await startCall(world, stepOf(caller, "each[1]/call"), call);
  // The transaction that writes the close sends the notification.
  await world.close(executionId, "completed", { output: 7 });
  await waitFor(async () => (await openReplies()) === 0);
  const [signal, ...more] = (await signalsOf(caller)) as [string, { time: number }][];
  expect(more).toEqual([]);
  expect(signal).toEqual([
    "tempograph.reply",
    {
      ...{ path: "each[1]/call", key: stepOf(caller, "each[1]/call").idempotencyKey, time: expect.any(Number) },
      reply: { executionId, status: "completed", output: 7 },
    },
  ]);
  const told = await world.db
    .selectFrom("replies")
    .select("created_at")
    .where("execution_id", "=", caller)
    .executeTakeFirstOrThrow();
  expect(signal![1].time).toBe(told.created_at.getTime());
});

test("several deliverers share the work, and each reply is sent once", async () => {
  const callers = await Promise.all(Array.from({ length: 10 }, running));
  for (const id of callers) await Promise.all(["a", "b", "c"].map((key) => put(id, key)));
  // The lease is longer than this test can take on a busy machine, because after the end of a lease a reply may be sent twice.
  const leaseMs = 60_000;
  await Promise.all([{}, { batchSize: 4 }, { batchSize: 7 }].map((more) => deliverer({ leaseMs, ...more })));
  await waitFor(async () => (await openReplies()) === 0);
  for (const id of callers) {
    const keys = ((await signalsOf(id)) as [string, { key: string }][]).map(([, { key }]) => key);
    expect(keys.toSorted()).toEqual(["a", "b", "c"]);
  }
});

test.each(["signal", "mark"])(
  "I4: a deliverer killed with -9 before it could %s: the reply arrives, perhaps twice with one key",
  async (point) => {
    const caller = await running();
    await put(caller, "k");
    const env = { DATABASE_URL: world.databaseUrl, TEMPORAL_ADDRESS: temporalAddress(), NAMESPACE: namespace };
    await killAt(point, "doomed-deliverer", env);
    expect(await openReplies()).toBe(1);
    await deliverer();
    await waitFor(async () => (await openReplies()) === 0);
    const keys = ((await signalsOf(caller)) as [string, { key: string }][]).map(([, { key }]) => key);
    expect(keys).toEqual(point === "signal" ? ["k"] : ["k", "k"]);
  },
);

test.each(["end", "markEnd"])(
  "I4: a deliverer killed with -9 before it could %s: the execution is asked once to cancel, for the place that another one gets",
  async (point) => {
    const id = await running();
    const request = { execution_id: id, project: "main", workflow_id: "wf_test", event_id: "evt_next" };
    await world.db.insertInto("cancel_requests").values(request).execute();
    const env = { DATABASE_URL: world.databaseUrl, TEMPORAL_ADDRESS: temporalAddress(), NAMESPACE: namespace };
    await killAt(point, "doomed-deliverer", env);
    await deliverer();
    const due = world.db.selectFrom("cancel_requests").select("due_at").where("execution_id", "=", id);
    await waitFor(async () => (await due.executeTakeFirstOrThrow()).due_at === null);
    const asked = (await historyOf(id)).filter((event) => event.workflowExecutionCancelRequestedEventAttributes);
    expect(asked).toHaveLength(1);
  },
);

test("the reply to an execution that no longer exists is marked as undeliverable, and the other replies arrive", async () => {
  const [gone, there] = [await running(), await running()];
  await world.client.workflow.getHandle(gone).terminate();
  await put(gone, "k");
  await put("exe_never", "k");
  await put(there, "k");
  await deliverer();
  await waitFor(async () => (await openReplies()) === 0);
  const rows = await world.db.selectFrom("replies").select(["execution_id", "undeliverable"]).orderBy("id").execute();
  expect(rows.map((row) => row.undeliverable)).toEqual([true, true, false]);
});

test("a called execution is ended: in Postgres if it has not started, by Temporal if it runs, and not at all if Temporal no longer has it", async () => {
  const caller = await running();
  const [unstarted, open, stopped, gone, halfway] = await Promise.all(
    ["unstarted", "open", "stopped", "gone", "halfway"].map(
      async (path) => (await startCall(world, stepOf(caller, path), call)).executionId,
    ),
  );
  const update = (id: string) => world.db.updateTable("executions").where("id", "=", id);
  for (const id of [open!, stopped!, gone!])
    await update(id)
      .set({ status: "running", run_id: `run-${id}` })
      .execute();
  for (const id of [open!, stopped!, halfway!]) await onTemporal(id);
  // The starter of this execution died after Temporal's answer and before it wrote the row.
  await update(halfway!)
    .set({ start_lease_until: new Date(Date.now() + 60_000) })
    .execute();
  for (const id of [unstarted!, open!, gone!, halfway!]) await requestChildEnd(world.db, caller, id, "cancel");
  await requestChildEnd(world.db, caller, stopped!, "terminate");
  await deliverer();
  const due = async () =>
    (await world.db.selectFrom("calls").select("child_id").where("end_due_at", "is not", null).execute()).length;
  await waitFor(async () => (await due()) === 0);
  const cancelled = async (id: string) =>
    (await historyOf(id)).some((event) => event.workflowExecutionCancelRequestedEventAttributes);
  expect(await cancelled(open!)).toBe(true);
  expect(await cancelled(halfway!)).toBe(true);
  expect((await world.client.workflow.getHandle(stopped!).describe()).status.name).toBe("TERMINATED");
  const row = await world.db.selectFrom("executions").select("status").where("id", "=", unstarted!).executeTakeFirst();
  expect(row?.status).toBe("cancelled");
  // The caller still waits, and gets a reply about the execution that was closed in Postgres.
  await waitFor(async () => (await signalsOf(caller)).length === 1);
  expect(await signalsOf(caller)).toMatchObject([
    ["tempograph.reply", { reply: { executionId: unstarted, status: "cancelled" } }],
  ]);
});

test("the end of an execution that a starter is just starting is repeated until Temporal has the execution", async () => {
  const caller = await running();
  const { executionId } = await startCall(world, stepOf(caller, "call"), call);
  const lease = { start_lease_until: new Date(Date.now() + 60_000) };
  await world.db.updateTable("executions").set(lease).where("id", "=", executionId).execute();
  await requestChildEnd(world.db, caller, executionId, "cancel");
  await deliverer();
  const attempts = async () =>
    (await world.db.selectFrom("calls").select("end_attempts").where("child_id", "=", executionId).executeTakeFirst())!;
  await waitFor(async () => (await attempts()).end_attempts > 1);
  await onTemporal(executionId);
  await waitFor(async () =>
    (await historyOf(executionId)).some((event) => event.workflowExecutionCancelRequestedEventAttributes),
  );
});

test("I4: while the namespace is missing, the end of an execution waits", async () => {
  const caller = await running();
  const { executionId } = await startCall(world, stepOf(caller, "call"), call);
  await onTemporal(executionId);
  const open = { status: "running", run_id: "run" } as const;
  await world.db.updateTable("executions").set(open).where("id", "=", executionId).execute();
  await requestChildEnd(world.db, caller, executionId, "cancel");
  const logger = recordingLogger();
  const away = await deliverer({ logger, client: new Client({ connection, namespace: "not-set-up" }) });
  await waitFor(async () => logger.lines.some((line) => line.includes("Temporal is unavailable")));
  await away.stop();
  await deliverer();
  await waitFor(async () =>
    (await historyOf(executionId)).some((event) => event.workflowExecutionCancelRequestedEventAttributes),
  );
});

test("the end of a caller reaches the executions that it called, level by level", async () => {
  const [top, middle] = [await running(), await running()];
  const leaf = (await startCall(world, stepOf(middle, "call"), call)).executionId;
  await world.db
    .insertInto("calls")
    .values({
      ...{ child_id: middle, parent_id: top, parent_path: "call", reply_key: newId("k"), wait: true, depth: 1 },
      parent_close_policy: "terminate",
    })
    .execute();
  await deliverer();
  await world.close(top, "terminated");
  const handle = world.client.workflow.getHandle(middle);
  await waitFor(async () => (await handle.describe()).status.name === "TERMINATED");
  // As the mirror sees it.
  await world.close(middle, "terminated");
  const leafStatus = async () =>
    (await world.db.selectFrom("executions").select("status").where("id", "=", leaf).executeTakeFirst())?.status;
  await waitFor(async () => (await leafStatus()) === "cancelled");
  expect(
    (await closePendingExecution(world.db, leaf, "cancelled", { reason: null, overruleLease: true })).outcome,
  ).toBe("notPending");
});
