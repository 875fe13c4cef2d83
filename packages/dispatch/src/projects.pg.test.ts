import { claimEvents, jsonb, updateProject } from "@tempograph/db";
import { nodeRunId, type Json } from "@tempograph/graph";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { endCall, startCall } from "./coordinate/call-workflow.ts";
import { emitEvent } from "./coordinate/emit-event.ts";
import { acquire, release } from "./coordinate/lock.ts";
import { signalWorkflow } from "./coordinate/signal-workflow.ts";
import { waitForEvent } from "./coordinate/wait-for-event.ts";
import { ingestEvents } from "./ingest/ingest-events.ts";
import { dispatchEvents } from "./match/dispatch-events.ts";
import { dispatchApart } from "./match/dispatch-apart.ts";
import { createLiveTriggers } from "./match/live-triggers.ts";
import { coordinationWorld, stepOf, type CoordinationWorld } from "./testing/coordination-world.ts";
import { publish } from "./testing/publish.ts";
import { recordingLogger } from "./testing/recording-logger.ts";

// What executions do with events and with each other stays within their project (I13).

let world: CoordinationWorld;
beforeAll(async () => {
  world = await coordinationWorld();
  for (const project of ["main", "billing"])
    await publish(world.db, { id: `wf_${project}`, project, name: "Orders", triggers: [{ eventType: "order" }] });
});
afterAll(() => world.end());
beforeEach(() => dispatch());

/** One dispatcher's. With `msPerEvaluation`, each condition takes that time, and so does each look at which workflows an event concerns. */
const dispatchDeps = (msPerEvaluation?: number) => {
  let ms = 0;
  const now = msPerEvaluation === undefined ? undefined : () => (ms += msPerEvaluation);
  return { db: world.db, liveTriggers: createLiveTriggers(), logger: recordingLogger(), begunEvents: new Map(), now };
};
const dispatch = async () => {
  const starts = [];
  const deps = dispatchDeps();
  for (;;) {
    const done = await dispatchEvents(deps, 10, 0);
    starts.push(...done.starts);
    if (!done.mayBeMore) return starts;
  }
};
const send = async (project: string, type: string, data = {}, idempotencyKey?: string) =>
  (
    await ingestEvents(world.db, [{ project, type, data, ...(idempotencyKey !== undefined && { idempotencyKey }) }])
  )[0]!;
const projectOf = async (table: "events" | "executions", id: string) =>
  (await world.db.selectFrom(table).select("project").where("id", "=", id).executeTakeFirstOrThrow()).project;
const repliesTo = async (id: string) => (await world.replies()).filter(({ executionId }) => executionId === id);

test("an event starts the workflows of its own project, and its executions belong to it", async () => {
  await send("billing", "order");
  const starts = await dispatch();
  expect(starts).toMatchObject([{ workflowId: "wf_billing", project: "billing" }]);
  expect(await projectOf("executions", starts[0]!.id)).toBe("billing");
  await send("main", "order");
  expect(await dispatch()).toMatchObject([{ workflowId: "wf_main", project: "main" }]);
});

test("events that cannot be dispatched hold up only those of their project, and are tried again", async () => {
  const stampOf = { project: "billing", version: 0 };
  const { version } = await world.db
    .selectFrom("trigger_sets")
    .select("version")
    .where("project", "=", "billing")
    .executeTakeFirstOrThrow();
  const broken = await send("billing", "order");
  // Somebody has changed the database by hand.
  await world.db.updateTable("trigger_sets").set(stampOf).where("project", "=", "billing").execute();
  let now = 0;
  const deps = dispatchDeps();
  const dispatchTogether = dispatchApart(deps, () => now);
  await expect(dispatchTogether(10, 0)).rejects.toThrow("The trigger set of the project billing ends at 0");
  await send("main", "order");
  expect(await dispatchTogether(10, 0)).toMatchObject({ starts: [{ workflowId: "wf_main" }] });
  expect(deps.logger.lines).toEqual([expect.stringContaining("warn Events of a project could not be dispatched")]);
  // They are left out, so that what comes meanwhile does not fail first.
  await send("main", "order");
  expect(await dispatchTogether(10, 0)).toMatchObject({ starts: [{ workflowId: "wf_main" }] });
  expect(deps.logger.lines).toHaveLength(1);
  await world.db.updateTable("trigger_sets").set({ version }).where("project", "=", "billing").execute();
  expect(await dispatchTogether(10, 0)).toMatchObject({ events: 0 });
  now += 60_000;
  expect(await dispatchTogether(10, 0)).toMatchObject({ starts: [{ event: { id: broken.id } }] });
});

// A project's triggers have half of 200 ms in a batch. At 12 ms each, four events have been looked up and their conditions evaluated when it is over.
test("expensive conditions of a project hold up only its own events (I14)", async () => {
  const sent = [];
  for (let count = 0; count < 6; count += 1) sent.push((await send("billing", "order", { count })).id);
  const { id } = await send("main", "order");
  const deps = dispatchDeps(12);
  const first = await dispatchEvents(deps, 20, 0);
  expect(first).toMatchObject({ events: 5, mayBeMore: true });
  expect(first.starts.map(({ event }) => event.id)).toEqual([...sent.slice(0, 4), id]);
  const second = await dispatchEvents(deps, 20, 0);
  expect(second.starts.map(({ event }) => event.id)).toEqual(sent.slice(4));
});

test("an event whose workflows take longer than a batch allows goes on in the next batches, and holds up no other project (I14)", async () => {
  const workflows = Array.from({ length: 10 }, (_, n) => `wf_many${n}`);
  for (const id of workflows) await publish(world.db, { id, project: "billing", triggers: [{ eventType: "many" }] });
  const big = await send("billing", "many");
  await send("billing", "many");
  const { id } = await send("main", "order");
  const deps = dispatchDeps(20);
  const first = await dispatchEvents(deps, 20, 0);
  expect(first).toMatchObject({ events: 1, mayBeMore: true, starts: [{ project: "main", event: { id } }] });
  expect(await dispatchEvents(deps, 20, 0)).toMatchObject({ events: 0, mayBeMore: true, starts: [] });
  const third = await dispatchEvents(deps, 20, 0);
  expect(third.starts.map(({ event, workflowId }) => [event.id, workflowId])).toEqual(
    workflows.map((workflow) => [big.id, workflow]),
  );
  expect(await dispatch()).toHaveLength(10);
  expect(deps.begunEvents.size).toBeLessThanOrEqual(1);
});

test("expensive conditions of waits hold up only the events of their own project, and no wait is missed (I14)", async () => {
  const match = { or: [{ "==": [{ var: "n" }, 1] }, false] };
  const wait = async (project: string, eventType: string, condition: Json) => {
    const id = await world.execution(undefined, { project });
    await waitForEvent(world, stepOf(id, "w"), { eventType, match: condition, lookBackMs: 0, untilMs: null });
    return id;
  };
  const [blocked, last, mine] = [
    await Promise.all(Array.from({ length: 9 }, () => wait("billing", "tick", { ">": [{ var: "n" }, 5] }))),
    await wait("billing", "*", match),
    await wait("main", "tick", match),
  ];
  const events = [await send("billing", "tick", { n: 0 }), await send("billing", "tick", { n: 1 })];
  const { id } = await send("main", "tick", { n: 1 });
  const deps = dispatchDeps(25);
  // Two looks at workflows and six of billing's 20 comparisons fit into the first batch, eight into the next.
  expect(await dispatchEvents(deps, 20, 0)).toMatchObject({ events: 1, mayBeMore: true });
  expect(await repliesTo(mine)).toMatchObject([{ body: { event: { id } } }]);
  expect(await repliesTo(last)).toEqual([]);
  const after = [];
  for (let more = true; more;) {
    const { events: count, mayBeMore } = await dispatchEvents(deps, 20, 0);
    after.push(count);
    more = mayBeMore;
  }
  expect(after).toEqual([0, 2]);
  expect(await repliesTo(last)).toMatchObject([{ body: { event: { id: events[1]!.id } } }]);
  for (const none of blocked) expect(await repliesTo(none)).toEqual([]);
  expect(deps.begunEvents.size).toBe(0);
});

test("after a batch that was rolled back, an event that had begun is compared with every wait again", async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, () => world.execution(undefined, { project: "billing" })));
  for (const id of ids)
    await waitForEvent(world, stepOf(id, "w"), { eventType: "back", match: null, lookBackMs: 0, untilMs: null });
  await send("billing", "back");
  const deps = dispatchDeps(30);
  let broken = true;
  const faultPoint = async (point: string) => {
    if (point === "commit" && broken) throw new Error("crash");
  };
  await expect(dispatchEvents({ ...deps, faultPoint }, 20, 0)).rejects.toThrow("crash");
  broken = false;
  while ((await dispatchEvents({ ...deps, faultPoint }, 20, 0)).mayBeMore);
  for (const id of ids) expect(await repliesTo(id)).toHaveLength(1);
});

test(
  "a large event that many waits take is written in parts, and holds up no other project",
  { timeout: 120_000 },
  async () => {
    const id = await world.execution(undefined, { project: "billing" });
    await world.db
      .insertInto("event_waits")
      .values(
        Array.from({ length: 600 }, (_, n) => ({
          ...{
            project: "billing",
            execution_id: id,
            path: `w${n}`,
            key: `k${n}`,
            event_type: "large",
            since: new Date(),
          },
          ...{ match_path: "", match_value: "", workflow: jsonb({ id: "wf", name: "x", version: 1 }) },
        })),
      )
      .execute();
    await send("billing", "large", { text: "a".repeat(200_000) });
    const { id: other } = await send("main", "order");
    const deps = dispatchDeps(1);
    expect((await dispatchEvents(deps, 20, 0)).starts.map(({ event }) => event.id)).toEqual([other]);
    const left = await world.db.selectFrom("event_waits").select("id").where("execution_id", "=", id).execute();
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(600);
    while ((await dispatchEvents(deps, 20, 0)).mayBeMore);
    const { numDeletedRows } = await world.db
      .deleteFrom("replies")
      .where("execution_id", "=", id)
      .executeTakeFirstOrThrow();
    expect(numDeletedRows).toBe(600n);
  },
);

test("the same idempotency key in two projects is two events", async () => {
  const first = await send("main", "other", { n: 1 }, "key");
  expect(await send("billing", "other", { n: 2 }, "key")).toMatchObject({ outcome: "stored" });
  expect(await send("main", "other", { n: 1 }, "key")).toEqual({ outcome: "deduplicated", id: first.id });
  expect(await send("main", "other", { n: 2 }, "key")).toMatchObject({ outcome: "conflict" });
});

test("a wait takes neither an event that another project sent before nor one that it sends later", async () => {
  await send("main", "paid");
  const id = await world.execution(undefined, { project: "billing" });
  const wanted = { eventType: "paid", match: null, lookBackMs: 60_000, untilMs: null };
  expect(await waitForEvent(world, stepOf(id, "wait"), wanted)).toEqual({ event: null });
  await send("main", "paid");
  await dispatch();
  expect(await repliesTo(id)).toEqual([]);
  const own = await send("billing", "paid");
  await dispatch();
  expect(await repliesTo(id)).toMatchObject([{ body: { event: { id: own.id } } }]);
});

test("a lock of the same key in another project does not have to be waited for", async () => {
  const [mine, next, others] = [
    await world.execution(),
    await world.execution(),
    await world.execution(undefined, { project: "billing" }),
  ];
  const ask = (id: string) => acquire(world, stepOf(id, "lock"), { key: "stock", untilMs: null });
  expect(await ask(mine)).toEqual({ granted: true });
  expect(await ask(next)).toEqual({ granted: false });
  expect(await ask(others)).toEqual({ granted: true });
  await release(world, stepOf(others, "lock"), { key: "stock", holder: "lock" });
  expect(await repliesTo(next)).toEqual([]);
  await release(world, stepOf(mine, "lock"), { key: "stock", holder: "lock" });
  expect(await repliesTo(next)).toMatchObject([{ body: { granted: true } }]);
});

test("a call finds workflows of its own project by name and by id, and what it starts belongs to it", async () => {
  const id = await world.execution(undefined, { project: "billing" });
  const call = { data: {}, wait: false, parentClosePolicy: "abandon" } as const;
  const called = await startCall(world, stepOf(id, "call"), { ...call, workflow: "Orders" });
  expect(called).toMatchObject({ workflowId: "wf_billing" });
  expect(await projectOf("executions", (called as { executionId: string }).executionId)).toBe("billing");
  const messages = [];
  for (const workflow of ["wf_main", "wf_nobody"]) {
    const error = await startCall(world, stepOf(id, "other"), { ...call, workflow }).catch((e: Error) => e);
    expect(error).toMatchObject({ code: "WORKFLOW_UNKNOWN" });
    messages.push((error as Error).message.replace(workflow, "<id>"));
  }
  expect(new Set(messages).size).toBe(1);
});

test("an execution ends those that it has called itself, and none of another project", async () => {
  const call = { data: {}, wait: false, parentClosePolicy: "terminate", workflow: "Orders" } as const;
  const childOf = async (project: string) => {
    const id = await world.execution(undefined, { project });
    return { id, child: ((await startCall(world, stepOf(id, "call"), call)) as { executionId: string }).executionId };
  };
  const [mine, others] = [await childOf("billing"), await childOf("main")];
  for (const { child } of [mine, others]) await endCall(world, stepOf(mine.id, "call"), child, "terminate");
  const ends = await world.db
    .selectFrom("calls")
    .select(["child_id", "end_how"])
    .where("child_id", "in", [mine.child, others.child])
    .execute();
  expect(new Map(ends.map((row) => [row.child_id, row.end_how]))).toEqual(
    new Map([
      [mine.child, "terminate"],
      [others.child, null],
    ]),
  );
});

test("a lock that another project holds is not released by the name of its key and holder", async () => {
  const [mine, next, others] = [
    await world.execution(),
    await world.execution(),
    await world.execution(undefined, { project: "billing" }),
  ];
  const ask = (id: string) => acquire(world, stepOf(id, "lock"), { key: "gate", untilMs: null });
  expect(await ask(mine)).toEqual({ granted: true });
  expect(await ask(next)).toEqual({ granted: false });
  await release(world, stepOf(others, "lock"), { key: "gate", holder: "lock" });
  expect(await repliesTo(next)).toEqual([]);
});

test("an emitted event belongs to the project of its execution, or of the caller who tries the node by itself", async () => {
  const id = await world.execution(undefined, { project: "billing" });
  for (const executionId of [id, nodeRunId("billing", "1")]) {
    const { eventId } = await emitEvent(world, stepOf(executionId, "emit"), { eventType: "emitted", data: {} });
    expect(await projectOf("events", eventId)).toBe("billing");
  }
});

test("I13: beyond the limits of its project a step that emits an event is to be tried again; what it has stored is known, and executions without a place do not count", async () => {
  await publish(world.db, { id: "wf_full", project: "full", triggers: [{ eventType: "never" }] });
  const id = await world.execution(undefined, { project: "full" });
  const emit = (path: string) => emitEvent(world, stepOf(id, path), { eventType: "emitted", data: {} });
  await updateProject(world.db, "full", { maxEventsPerMinute: 2 });
  const stored = await emit("one");
  await expect(emit("two")).rejects.toMatchObject({
    ...{ code: "QUOTA_EXCEEDED", retryable: true, message: expect.stringContaining("2 events per minute") },
    retryAfterMs: expect.toSatisfy((ms: number) => ms > 0 && ms <= 60_000),
  });
  expect(await emit("one")).toEqual(stored);
  await updateProject(world.db, "full", { maxEventsPerMinute: null, maxOpenExecutions: 1, maxWaitingEvents: 1 });
  await expect(emit("two")).rejects.toMatchObject({ message: expect.stringContaining("1 events that wait") });
  await dispatch();
  await world.db.updateTable("executions").set({ status: "pending" }).where("id", "=", id).execute();
  expect((await emit("two")).eventId).toBeDefined();
});

test("an execution of another project is as unknown to a signal as one that does not exist", async () => {
  const target = await world.execution();
  const messages = [];
  for (const from of [await world.execution(undefined, { project: "billing" }), nodeRunId("billing", "2")])
    for (const executionId of [target, "exe_nobody"]) {
      const error = await signalWorkflow(world, stepOf(from, "s"), { executionId, name: "go" }).catch((e: Error) => e);
      expect(error).toMatchObject({ code: "EXECUTION_UNKNOWN" });
      messages.push((error as Error).message.replace(executionId, "<id>"));
    }
  expect(new Set(messages).size).toBe(1);
});

test("a backlog of one project does not hold up another: each claim is shared equally", async () => {
  await ingestEvents(
    world.db,
    Array.from({ length: 200 }, () => ({ project: "main", type: "load", data: {} })),
  );
  await ingestEvents(world.db, [{ project: "billing", type: "load", data: {} }]);
  const { rows, mayBeMore } = await world.db.transaction().execute((trx) => claimEvents(trx, 10));
  const count = (project: string) => rows.filter((row) => row.project === project).length;
  expect([count("main"), count("billing"), mayBeMore]).toEqual([5, 1, true]);
});
