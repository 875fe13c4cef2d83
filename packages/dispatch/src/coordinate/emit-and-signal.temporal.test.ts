import { Client, Connection } from "@temporalio/client";
import { defaultPayloadConverter } from "@temporalio/common";
import { createTestNamespace, temporalAddress, uniqueTaskQueue } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingestEvents } from "../ingest/ingest-events.ts";
import { coordinationWorld, stepOf, type CoordinationWorld } from "../testing/coordination-world.ts";
import { limits } from "@tempograph/graph";
import { emitEvent } from "./emit-event.ts";
import { signalWorkflow } from "./signal-workflow.ts";

let world: CoordinationWorld;
let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address: temporalAddress() });
  world = await coordinationWorld(new Client({ connection, namespace: await createTestNamespace() }));
});
afterAll(async () => {
  await world.end();
  await connection.close();
});

const eventOf = (id: string) =>
  world.db.selectFrom("events").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

test("I5: an emitted event is stored once per step, with the execution as its source", async () => {
  const a = await world.execution();
  const event = { eventType: "order.paid", data: { n: 1 }, subject: "42" };
  const [first, ...more] = await Promise.all([1, 2, 3].map(() => emitEvent(world, stepOf(a, "emit"), event)));
  expect(more).toEqual([first, first]);
  expect(await eventOf(first!.eventId)).toMatchObject({
    ...{ type: "order.paid", source: `tempograph:${a}`, subject: "42", data: { n: 1 }, hops: 1, dispatched_at: null },
  });
  const other = await emitEvent(world, stepOf(a, "loop[1]/emit"), { ...event, source: "shop" });
  expect(other).not.toEqual(first);
  expect((await eventOf(other.eventId)).source).toBe("shop");
});

test("executions that start each other by events are stopped after a number of hops", async () => {
  const last = await world.execution(undefined, { hops: limits.MAX_EVENT_HOPS - 1 });
  const { eventId } = await emitEvent(world, stepOf(last, "emit"), { eventType: "x", data: null });
  expect((await eventOf(eventId)).hops).toBe(limits.MAX_EVENT_HOPS);
  const beyond = await world.execution(undefined, { hops: limits.MAX_EVENT_HOPS });
  await expect(emitEvent(world, stepOf(beyond, "emit"), { eventType: "x", data: null })).rejects.toMatchObject({
    ...{ code: "EVENT_LOOP", retryable: false },
  });
});

test("an event that cannot be stored is refused; a key that another step has used is a conflict, but not one of a caller", async () => {
  const a = await world.execution();
  const step = stepOf(a, "emit");
  await expect(emitEvent(world, step, { eventType: "x", data: { t: "a\u0000" } })).rejects.toMatchObject({
    ...{ code: "INPUT_INVALID", retryable: false },
  });
  const asHook = { eventType: "webhook.received", data: {}, source: "tempograph:webhook/orders" };
  await expect(emitEvent(world, step, asHook)).rejects.toMatchObject({ code: "INPUT_INVALID", retryable: false });
  const other = { type: "other", data: 1, hops: 1 };
  await ingestEvents(world.db, [{ ...other, idempotencyKey: step.idempotencyKey }]);
  await expect(emitEvent(world, step, { eventType: "x", data: 1 })).rejects.toMatchObject({
    ...{ code: "IDEMPOTENCY_CONFLICT", retryable: false },
  });
  // What steps store has a scope of keys that no caller can write into.
  const next = stepOf(a, "emit again");
  await ingestEvents(world.db, [{ type: "other", data: 1, idempotencyKey: next.idempotencyKey }]);
  const { eventId } = await emitEvent(world, next, { eventType: "x", data: 1 });
  expect((await eventOf(eventId)).type).toBe("x");
});

test("a signal goes to an open execution with the step's key as its id", async () => {
  const [a, b] = [await world.execution(), await world.execution()];
  await world.client.workflow.start("any", { workflowId: b, taskQueue: uniqueTaskQueue() });
  const step = stepOf(a, "signal");
  expect(await signalWorkflow(world, step, { executionId: b, name: "go", payload: { n: 1 } })).toEqual({
    ...{ executionId: b, name: "go" },
  });
  const { events } = await world.client.workflow.getHandle(b).fetchHistory();
  const signal = events?.map((event) => event.workflowExecutionSignaledEventAttributes).find(Boolean);
  expect(signal?.signalName).toBe("go");
  expect(signal?.input?.payloads?.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual([
    { n: 1 },
    step.idempotencyKey,
    expect.any(Number),
  ]);
});

test("a signal to an unknown, closed or unstarted execution, or with a reserved name, fails with its own error code", async () => {
  const [a, closed, gone, unstarted] = await Promise.all([1, 2, 3, 4].map(() => world.execution()));
  await world.close(closed!, "failed");
  const pending = { status: "pending" as const, run_id: null };
  await world.db.updateTable("executions").set(pending).where("id", "=", unstarted!).execute();
  const signal = (executionId: string, name = "go") =>
    signalWorkflow(world, stepOf(a!, "s"), { executionId, name }).catch(
      ({ code, retryable }: { code: string; retryable: boolean }) => [code, retryable],
    );
  expect(await signal("exe_none")).toEqual(["EXECUTION_UNKNOWN", false]);
  expect(await signal(closed!)).toEqual(["EXECUTION_CLOSED", false]);
  expect(await signal(gone!)).toEqual(["EXECUTION_CLOSED", false]);
  expect(await signal(unstarted!)).toEqual(["EXECUTION_NOT_STARTED", true]);
  expect(await signal(gone!, "tempograph.reply")).toEqual(["INPUT_INVALID", false]);
});
