import { createHash } from "node:crypto";
import { edges, graph, inside, node, start } from "@tempograph/graph/conformance";
import { updateProject } from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import { Context } from "@temporalio/activity";
import { NativeConnection, Worker } from "@temporalio/worker";
import { temporalAddress, uniqueTaskQueue, waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { workerWorld, type WorkerWorld } from "./test-kit/worker-world.ts";

// Calls, waits for events, locks, emitted events and signals between executions, tested with all parts that take part: machine,
// interpreter, activities, dispatcher, mirror and deliverer, on a real server and a real database.

let world: WorkerWorld;
beforeAll(async () => {
  world = await workerWorld();
}, 90_000);
afterAll(() => world.end(), 30_000);

const chain = (...ids: readonly string[]) => edges(["start", ...ids].join(" > "));
const wait = node("wait", "wait_for_signal", { name: "go" });
const go = async (id: string) => await world.client.workflow.getHandle(id).signal("go", null, `go-${id}`);
const agreed = async (id: string) => {
  const execution = await world.closed(id);
  expect(execution.mirrorProblem).toBe(null);
  return execution;
};
const rowsLeft = async () => {
  const tables = ["event_waits", "event_takes", "lock_holders", "lock_waiters", "replies"] as const;
  const counts = await Promise.all(
    tables.map(async (table) => (await world.db.selectFrom(table).select("execution_id").execute()).length),
  );
  return Object.fromEntries(tables.map((table, index) => [table, counts[index]]));
};

// start ─▶ call ─▶ end        child: start ─▶ end
test("a caller waits for the result of the called execution", async () => {
  await world.publish(
    "child",
    graph([start, node("end", "end", { output: { double: "{{ payload.n * 2 }}" } })], chain("end")),
  );
  await world.publish(
    "caller",
    graph(
      [
        start,
        node("call", "call_workflow", { workflow: "child", data: { n: "{{ payload.n }}" } }),
        node("end", "end", { output: "{{ steps.call }}" }),
      ],
      chain("call", "end"),
    ),
  );
  const caller = await agreed(await world.send("caller", { n: 21 }));
  expect(caller.status).toBe("completed");
  const { end } = caller.output as { end: { executionId: string; status: string; output: JsonObject } };
  expect(end).toMatchObject({ status: "completed", output: { end: { double: 42 } } });
  const child = await agreed(end.executionId);
  expect(child).toMatchObject({ workflowId: "wf_child", status: "completed", triggerId: "call" });
  expect(await rowsLeft()).toMatchObject({ replies: 0 });
});

test("the failure of a called execution becomes the step's failure, and an error edge handles it", async () => {
  await world.publish(
    "failing",
    graph([start, node("no", "fail", { code: "NO_STOCK", message: "None left" })], chain("no")),
  );
  const call = node("call", "call_workflow", { workflow: "failing" });
  await world.publish("strict", graph([start, call], chain("call")));
  await world.publish(
    "lenient",
    graph(
      [start, call, node("end", "end", { output: "{{ steps.call.error.code }}" })],
      edges("start > call", "call:error > end"),
    ),
  );
  const strict = await agreed(await world.send("strict"));
  expect(strict.status).toBe("failed");
  expect(strict.failure).toMatchObject({ code: "CALLED_WORKFLOW_FAILED", details: { failure: { code: "NO_STOCK" } } });
  const lenient = await agreed(await world.send("lenient"));
  expect(lenient).toMatchObject({ status: "completed", output: { end: "CALLED_WORKFLOW_FAILED" } });
});

test("a result of half a MiB travels back to the caller", async () => {
  const text = "0123456789abcdef".repeat(32 * 1024);
  await world.publish("echo", graph([start, node("end", "end", { output: "{{ payload.text }}" })], chain("end")));
  const call = node("call", "call_workflow", { workflow: "echo", data: "{{ payload }}" });
  const end = node("end", "end", { output: "{{ size(steps.call.output.end) }}" });
  await world.publish("large", graph([start, call, end], chain("call", "end")));
  expect((await agreed(await world.send("large", { text }))).output).toEqual({ end: text.length });
});

test("a call of a workflow that does not exist fails without retries", async () => {
  await world.publish("lost", graph([start, node("call", "call_workflow", { workflow: "nobody" })], chain("call")));
  const lost = await agreed(await world.send("lost"));
  expect(lost.failure).toMatchObject({ code: "WORKFLOW_UNKNOWN" });
});

test("a caller that is cancelled or terminated cancels the execution that it called, and the mirror agrees", async () => {
  await world.publish("patient", graph([start, wait], chain("wait")));
  await world.publish("boss", graph([start, node("call", "call_workflow", { workflow: "patient" })], chain("call")));
  for (const how of ["cancel", "terminate"] as const) {
    const boss = await world.send("boss");
    const child = await waitFor(async () => {
      const link = await world.db
        .selectFrom("calls")
        .select("child_id")
        .where("parent_id", "=", boss)
        .executeTakeFirst();
      return link?.child_id;
    });
    await world.stepIs(child, "wait", "waiting");
    const handle = world.client.workflow.getHandle(boss);
    await (how === "cancel" ? handle.cancel() : handle.terminate());
    expect((await world.closed(child)).status).toBe("cancelled");
    expect((await world.closed(boss)).status).toBe(how === "cancel" ? "cancelled" : "terminated");
  }
}, 60_000);

test("a called execution that its caller does not wait for stays open after the caller has ended", async () => {
  await world.publish("patient", graph([start, wait], chain("wait")));
  const call = node("call", "call_workflow", { workflow: "patient", wait: false });
  await world.publish(
    "sender",
    graph([start, call, node("end", "end", { output: "{{ steps.call }}" })], chain("call", "end")),
  );
  const sender = await agreed(await world.send("sender"));
  const { executionId } = (sender.output as { end: { executionId: string } }).end;
  await world.stepIs(executionId, "wait", "waiting");
  await go(executionId);
  expect((await agreed(executionId)).status).toBe("completed");
});

// start ─▶ lock [ wait ] ─▶ end
test("executions that want the same lock get it one after the other, also if the holder is terminated", async () => {
  const lock = inside(node("lock", "lock", { key: "account:{{ payload.id }}" }), wait);
  await world.publish("locker", graph([start, lock], chain("lock")));
  const first = await world.send("locker", { id: 7 });
  await world.stepIs(first, "lock/wait", "waiting");
  const second = await world.send("locker", { id: 7 });
  const third = await world.send("locker", { id: 7 });
  await waitFor(async () => (await world.db.selectFrom("lock_waiters").select("id").execute()).length === 2);
  const queue = await world.db.selectFrom("lock_waiters").select("execution_id").orderBy("id").execute();
  const [next, last] = queue.map((row) => row.execution_id) as [string, string];
  expect([next, last].toSorted()).toEqual([second, third].toSorted());
  await world.client.workflow.getHandle(first).terminate();
  await world.stepIs(next, "lock/wait", "waiting");
  expect(await world.db.selectFrom("lock_holders").select("execution_id").execute()).toEqual([{ execution_id: next }]);
  await go(next);
  expect((await agreed(next)).status).toBe("completed");
  await world.stepIs(last, "lock/wait", "waiting");
  await go(last);
  expect((await agreed(last)).status).toBe("completed");
  expect(await rowsLeft()).toMatchObject({ lock_holders: 0, lock_waiters: 0 });
}, 60_000);

// start ─▶ lock [ hold ]
test("many executions that want one lock at the same time hold it one after the other", async () => {
  const lock = inside(node("lock", "lock", { key: "one" }), node("hold", "log", { message: "mine" }));
  await world.publish("crowd", graph([start, lock], chain("lock")));
  const ids = await Promise.all(Array.from({ length: 12 }, () => world.send("crowd")));
  for (const id of ids) expect((await agreed(id)).status).toBe("completed");
  const holds = await world.db
    .selectFrom("steps")
    .select(["scheduled_at", "ended_at"])
    .where("path", "=", "lock/hold")
    .where("execution_id", "in", ids)
    .orderBy("scheduled_at")
    .execute();
  expect(holds).toHaveLength(ids.length);
  for (const [index, hold] of holds.entries())
    if (index > 0) expect(hold.scheduled_at!.getTime()).toBeGreaterThanOrEqual(holds[index - 1]!.ended_at!.getTime());
}, 60_000);

// start ─▶ outer [ inner [ wait ] ] ─▶ end
test("a lock inside a lock of the same key is granted at once; a lock that is not free in time takes the timeout port", async () => {
  const nested = inside(node("outer", "lock", { key: "k" }), inside(node("inner", "lock", { key: "k" }), wait));
  await world.publish("nested", graph([start, nested], chain("outer")));
  const holder = await world.send("nested");
  await world.stepIs(holder, "outer/inner/wait", "waiting");
  const hurried = inside(node("lock", "lock", { key: "k", timeout: "300ms" }), node("x", "transform", { output: 1 }));
  await world.publish(
    "hurried",
    graph(
      [start, hurried, node("end", "end", { output: "{{ steps.lock }}" })],
      edges("start > lock", "lock:timeout > end"),
    ),
  );
  expect((await agreed(await world.send("hurried"))).output).toEqual({ end: { key: "k" } });
  expect(await world.db.selectFrom("lock_waiters").select("id").execute()).toEqual([]);
  await go(holder);
  expect((await agreed(holder)).status).toBe("completed");
}, 60_000);

test("an event that fits ends the wait, an earlier one is found by looking back, and an event that is sent twice counts once", async () => {
  const awaiting = (more: JsonObject) =>
    node("paid", "wait_for_event", {
      ...{ eventType: "order.paid", match: { "==": [{ var: "order" }, "{{ payload.order }}"] } },
      ...more,
    });
  const end = node("end", "end", { output: "{{ steps.paid.data.n }}" });
  await world.publish("await", graph([start, awaiting({}), end], chain("paid", "end")));
  await world.publish("await_back", graph([start, awaiting({ lookBack: "1h" }), end], chain("paid", "end")));
  const a = await world.send("await", { order: "A" });
  await waitFor(async () => (await world.db.selectFrom("event_waits").select("id").execute()).length === 1);
  await world.emit("order.paid", { order: "B", n: 0 });
  const first = await world.emit("order.paid", { order: "A", n: 1 }, "one");
  expect(await world.emit("order.paid", { order: "A", n: 1 }, "one")).toBe(first);
  await world.emit("order.paid", { order: "A", n: 2 });
  expect((await agreed(a)).output).toEqual({ end: 1 });
  expect((await agreed(await world.send("await_back", { order: "A" }))).output).toEqual({ end: 1 });
  expect(await rowsLeft()).toMatchObject({ event_waits: 0, event_takes: 0, replies: 0 });
}, 60_000);

// start ─▶ loop [ got ] ─▶ end     three rounds; two events come before, one later
test("each round of a loop that looks back takes a different event", async () => {
  const loop = inside(
    node("loop", "repeat", { times: 3 }),
    node("got", "wait_for_event", { eventType: "tick", lookBack: "1h" }),
  );
  await world.publish("collect", graph([start, loop], chain("loop")));
  await world.emit("tick", { n: 1 });
  await world.emit("tick", { n: 2 });
  const id = await world.send("collect");
  await world.stepIs(id, "loop[2]/got", "waiting");
  await world.emit("tick", { n: 3 });
  expect((await agreed(id)).status).toBe("completed");
  const steps = await world.db.selectFrom("steps").select(["path", "output"]).where("execution_id", "=", id).execute();
  const got = steps
    .filter(({ path }) => path.endsWith("/got"))
    .map(({ output }) => (output as { data: { n: number } }).data.n);
  expect(got.toSorted()).toEqual([1, 2, 3]);
}, 60_000);

test("an emitted event starts the workflows whose triggers match, and a signal reaches another execution once", async () => {
  await world.publish(
    "listener",
    graph([start, wait, node("end", "end", { output: "{{ steps.wait }}" })], chain("wait", "end")),
  );
  const emit = node("emit", "emit_event", {
    eventType: "listener",
    data: { from: "{{ execution.id }}" },
    subject: "s",
  });
  await world.publish(
    "emitter",
    graph([start, emit, node("end", "end", { output: "{{ steps.emit.eventId }}" })], chain("emit", "end")),
  );
  const emitter = await agreed(await world.send("emitter"));
  const { end: eventId } = emitter.output as { end: string };
  const [listener] = await waitFor(async () => {
    const found = await world.executionsOf("listener");
    return found.length === 1 && found;
  });
  expect(listener!.eventId).toBe(eventId);
  const event = await world.db.selectFrom("events").selectAll().where("id", "=", eventId).executeTakeFirstOrThrow();
  expect(event).toMatchObject({
    source: `tempograph:${emitter.id}`,
    subject: "s",
    data: { from: emitter.id },
    hops: 1,
  });

  const signal = node("signal", "signal_workflow", { executionId: "{{ payload.to }}", name: "go", payload: { n: 7 } });
  await world.publish("signaller", graph([start, signal], chain("signal")));
  expect((await agreed(await world.send("signaller", { to: listener!.id }))).status).toBe("completed");
  expect((await agreed(listener!.id)).output).toEqual({ end: { n: 7 } });
  const late = await agreed(await world.send("signaller", { to: listener!.id }));
  expect(late.failure).toMatchObject({ code: "EXECUTION_CLOSED" });
}, 60_000);

test("priority and fairness reach Temporal with the start of the execution", async () => {
  const policies = { priority: "{{ payload.n }}", fairness: { key: "{{ payload.customer }}", weight: 2 } };
  await world.publish("urgent", { ...graph([start, wait], chain("wait")), settings: { start: policies } });
  const id = await world.send("urgent", { n: 1, customer: "acme" });
  await world.stepIs(id, "wait", "waiting");
  const handle = world.client.workflow.getHandle(id);
  const said = {
    priorityKey: 1,
    fairnessKey: createHash("sha256").update('["main","acme"]').digest("base64url"),
    fairnessWeight: 2,
  };
  expect((await handle.describe()).priority).toMatchObject(said);
  await handle.terminate();
});

test("cancelOldest: the oldest execution is cancelled with its compensation, and the new one takes its place", async () => {
  // start ─▶ book ─▶ wait        book is compensated by free
  const tells = { toRole: "Sales", message: "!" };
  const free = node("free", "send_notification", tells);
  const book = node("book", "send_notification", tells, { compensate: "free" });
  const own = graph([start, book, free, wait], chain("book", "wait"));
  const policies = { concurrency: { limit: 1, whenFull: "cancelOldest" } } as const;
  await world.publish("newest", { ...own, settings: { start: policies } });
  const first = await world.send("newest", 1);
  await world.stepIs(first, "wait", "waiting");
  await world.emit("newest", 2);
  expect((await agreed(first)).status).toBe("cancelled");
  const second = await waitFor(async () => (await world.executionsOf("newest")).find(({ id }) => id !== first));
  await world.stepIs(second.id, "wait", "waiting");
  await go(second.id);
  expect((await agreed(second.id)).status).toBe("completed");
  const steps = await world.db.selectFrom("steps").select("path").where("execution_id", "=", first).execute();
  expect(steps.some(({ path }) => path.includes("free"))).toBe(true);
  const { events } = await world.client.workflow.getHandle(first).fetchHistory();
  const asked = events!.flatMap((event) => event.workflowExecutionCancelRequestedEventAttributes ?? []);
  expect(asked.map(({ cause }) => cause)).toEqual([expect.stringMatching(/^The event evt_\w+ came while/)]);
});

test("of a project with one place one execution is open at a time, and an execution that it calls does not wait for a place", async () => {
  const call = node("call", "call_workflow", { workflow: "called", data: null });
  await world.publish("called", graph([start], []));
  await world.publish("single", graph([start, call], chain("call")));
  await waitFor(
    async () =>
      (await world.db.selectFrom("executions").select("id").where("closed_at", "is", null).execute()).length === 0,
  );
  await updateProject(world.db, "main", { maxOpenExecutions: 1 });
  await Promise.all([1, 2, 3].map((n) => world.emit("single", n)));
  const executions = await waitFor(async () => {
    const all = await world.executionsOf("single");
    return all.length === 3 && all.every(({ closedAt }) => closedAt !== null) && all;
  });
  await updateProject(world.db, "main", { maxOpenExecutions: null });
  expect(executions.map(({ status }) => status)).toEqual(Array(3).fill("completed"));
  const times = executions.toSorted((a, b) => Number(a.startedAt) - Number(b.startedAt));
  for (const [index, { startedAt }] of times.slice(1).entries())
    expect(Number(startedAt)).toBeGreaterThanOrEqual(Number(times[index]!.closedAt));
});

test("the activities of an execution have its priority and its fairness key", async () => {
  const policies = { priority: "{{ payload.n }}", fairness: { key: "{{ payload.customer }}", weight: 2 } };
  // The worker of this test says with which priority Temporal gives it the activity.
  const taskQueue = uniqueTaskQueue();
  const tell = node("tell", "send_notification", { toRole: "Sales", message: "!" }, { taskQueue });
  await world.publish("told", { ...graph([start, tell], chain("tell")), settings: { start: policies } });
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  const { namespace } = world.client.options;
  const send_notification = () => Promise.resolve({ output: Context.current().info.priority });
  const worker = await Worker.create({ connection, namespace, taskQueue, activities: { send_notification } });
  await worker.runUntil(async () => {
    const id = await world.send("told", { n: 1, customer: "acme" });
    expect(await agreed(id)).toMatchObject({ status: "completed" });
    const step = await world.db
      .selectFrom("steps")
      .selectAll()
      .where("execution_id", "=", id)
      .where("path", "=", "tell")
      .executeTakeFirstOrThrow();
    expect(step.output).toMatchObject({ priorityKey: 1, fairnessWeight: 2, fairnessKey: expect.any(String) });
  });
  await connection.close();
});
