import { jsonb } from "@tempograph/db";
import { waitFor } from "@tempograph/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { executionId, ingestEvents } from "./index.ts";
import { dispatchSetup, runsOf, type DispatchSetup } from "./testing/dispatch-setup.ts";
import { publish } from "./testing/publish.ts";
import { killConnections } from "./testing/raw-sql.ts";

let setup: DispatchSetup;
beforeEach(async () => {
  setup = await dispatchSetup();
});
afterEach(async () => {
  await setup.end();
});

const executions = () => setup.db.selectFrom("executions").selectAll().orderBy("seq").execute();

test("an event starts the workflow whose trigger matches, with its arguments, memo and summary, and writes a status update", async () => {
  const { db, client } = setup;
  await publish(db, {
    id: "wf_hot",
    name: "Hot lead",
    triggers: [{ eventType: "lead", condition: { ">": [{ var: "score" }, 80] } }],
  });
  await publish(db, { id: "wf_other", triggers: [{ eventType: "order" }] });
  const started: string[] = [];
  const dispatcher = setup.dispatcher({ onStarted: (id, runId) => started.push(`${id} ${runId}`) });
  await dispatcher.start();
  const [cold, hot] = await ingestEvents(db, [
    { type: "lead", data: { score: 10 } },
    { type: "lead", subject: "s", data: { score: 90 } },
  ]);
  const row = await waitFor(async () => (await executions()).find(({ status }) => status === "running"));
  expect(row).toMatchObject({
    id: executionId(hot?.id as string, "wf_hot"),
    event_id: hot?.id,
    trigger_id: "trigger0",
    update_seq: 1,
  });
  expect(row).toMatchObject({ start_lease_until: null, first_run_id: row.run_id });
  expect(started).toEqual([`${row.id} ${row.run_id}`]);

  const description = await client.workflow.getHandle(row.id).describe();
  expect(description).toMatchObject({ runId: row.run_id, type: "Hot lead", taskQueue: setup.taskQueue });
  expect(description.memo).toEqual({
    workflowId: "wf_hot",
    workflowVersion: 1,
    eventId: hot?.id,
    triggerId: "trigger0",
  });
  expect(await description.staticSummary()).toBe("Hot lead v1");

  expect(
    await db.selectFrom("events").select(["id", "matched", "trigger_set_version"]).orderBy("seq").execute(),
  ).toEqual([
    { id: cold?.id, matched: 0, trigger_set_version: 3 },
    { id: hot?.id, matched: 1, trigger_set_version: 3 },
  ]);
  expect(
    await db.selectFrom("execution_updates").select(["execution_id", "seq", "kind", "key", "body"]).execute(),
  ).toEqual([
    {
      execution_id: row.id,
      seq: 1,
      kind: "status",
      key: "status:running",
      body: { status: "running", runId: row.run_id },
    },
  ]);
});

test("I2: 100 equal events at once and two dispatchers give one execution", async () => {
  const { db } = setup;
  await publish(db, { id: "wf_1" });
  await Promise.all([setup.dispatcher().start(), setup.dispatcher().start()]);
  await Promise.all(Array.from({ length: 100 }, () => ingestEvents(db, [{ data: { a: 1 }, idempotencyKey: "same" }])));
  await waitFor(
    async () => (await executions()).every(({ status }) => status === "running") && (await executions()).length > 0,
  );
  expect(await executions()).toHaveLength(1);
});

test("I2: with many events, several workflows and three dispatchers, each pair of event and workflow gets one execution", async () => {
  const { db, client } = setup;
  await publish(db, { id: "wf_all" });
  await publish(db, {
    id: "wf_even",
    triggers: [{ eventType: "even" }, { eventType: "even", condition: { var: "n" } }],
  });
  const dispatchers = [1, 2, 3].map(() => setup.dispatcher({ batchSize: 7, maxConcurrentStarts: 5 }));
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.start()));
  const types = Array.from({ length: 120 }, (_, n) => ({ type: n % 2 ? "odd" : "even", data: { n } }));
  await Promise.all(types.map((event) => ingestEvents(db, [event])));
  await waitFor(async () => (await executions()).filter(({ status }) => status === "running").length === 180, {
    timeoutMs: 30_000,
  });
  const rows = await executions();
  expect(rows).toHaveLength(180);
  expect(
    await runsOf(
      client,
      rows.map(({ id }) => id),
    ),
  ).toEqual(rows.map(({ run_id }) => run_id));
});

test("I8: an event starts the version that is live when the event is stored; an archived workflow starts nothing", async () => {
  const { db } = setup;
  const dispatcher = setup.dispatcher();
  await dispatcher.start();
  const send = async () => {
    await ingestEvents(db, [{ data: 1 }]);
    await dispatcher.pass();
  };
  await send();
  await publish(db, { id: "wf_1", version: 1 });
  await send();
  await publish(db, { id: "wf_1", version: 2 });
  await send();
  await db.updateTable("workflows").set({ status: "archived" }).execute();
  await send();
  expect((await executions()).map(({ workflow_version }) => workflow_version)).toEqual([1, 2]);
  expect(
    (await db.selectFrom("events").select("matched").orderBy("seq").execute()).map(({ matched }) => matched),
  ).toEqual([0, 1, 1, 0]);
});

test("a condition that fails matches nothing, does not keep other workflows from starting, and is logged", async () => {
  const { db } = setup;
  await publish(db, { id: "wf_bad", triggers: [{ condition: { no_such_operator: 1 } }, {}] });
  await publish(db, { id: "wf_good" });
  const dispatcher = setup.dispatcher();
  await dispatcher.start();
  await ingestEvents(db, [{ data: {} }]);
  await dispatcher.pass();
  expect((await executions()).map(({ workflow_id }) => workflow_id)).toEqual(["wf_good"]);
  expect(setup.logger.lines).toContain("warn A trigger's condition failed");
});

test("an execution that Temporal refuses fails with the reason after a number of attempts, and delays no other execution", async () => {
  const { db } = setup;
  await publish(db, { id: "wf_huge", ballast: "x".repeat(3_000_000) });
  await publish(db, { id: "wf_good" });
  const dispatcher = setup.dispatcher({ maxStartFailures: 3 });
  await dispatcher.start();
  await ingestEvents(db, [{ data: 1 }]);
  const failed = await waitFor(async () => (await executions()).find(({ status }) => status === "failed"));
  expect(failed).toMatchObject({
    workflow_id: "wf_huge",
    start_attempts: 3,
    failure: { code: "START_REFUSED", retryable: false },
  });
  expect(failed.closed_at).toBeInstanceOf(Date);
  expect((await executions()).find(({ workflow_id }) => workflow_id === "wf_good")?.status).toBe("running");
  const updates = await db
    .selectFrom("execution_updates")
    .select(["seq", "key"])
    .where("execution_id", "=", failed.id)
    .execute();
  expect(updates).toEqual([{ seq: 1, key: "status:failed" }]);
});

test("an execution that Temporal already has is not started again; its row gets the run's id", async () => {
  const { db, client, taskQueue } = setup;
  await publish(db, { id: "wf_1" });
  const [event] = await ingestEvents(db, [{ data: 1 }]);
  const id = executionId(event?.id as string, "wf_1");
  const first = await client.workflow.start("any", { workflowId: id, taskQueue });
  await first.terminate();
  const dispatcher = setup.dispatcher();
  await dispatcher.start();
  await dispatcher.pass();
  expect(await executions()).toMatchObject([{ id, status: "running", run_id: first.firstExecutionRunId }]);
});

test("an execution that is cancelled while its starter is late, beyond the lease, is terminated after the late start", async () => {
  const { db, client } = setup;
  await publish(db, { id: "wf_1" });
  const dispatcher = setup.dispatcher({
    async faultPoint(point) {
      if (point !== "mark") return;
      await db
        .updateTable("executions")
        .set({ status: "cancelled", failure: jsonb({ code: "CANCELLED", message: "by hand" }) })
        .execute();
    },
  });
  await dispatcher.start();
  await ingestEvents(db, [{ data: 1 }]);
  await dispatcher.pass();
  const [row] = await executions();
  expect(row?.status).toBe("cancelled");
  await waitFor(
    async () => (await client.workflow.getHandle(row?.id as string).describe()).status.name === "TERMINATED",
  );
});

test("I4: a dispatcher whose Postgres connections are killed loses no event", async () => {
  const { db } = setup;
  await publish(db, { id: "wf_1" });
  let kills = 0;
  const dispatcher = setup.dispatcher({
    async faultPoint(point) {
      if (kills >= 6 || (point !== "commit" && point !== "mark" && point !== "sweep")) return;
      kills++;
      await killConnections(setup.databaseUrl);
    },
  });
  await dispatcher.start();
  for (let n = 0; n < 10; n++) await ingestEvents(db, [{ data: n, idempotencyKey: `${n}` }]).catch(() => undefined);
  await waitFor(
    async () => {
      const rows = await executions();
      return kills >= 6 && rows.length > 0 && rows.every(({ status }) => status === "running");
    },
    { timeoutMs: 20_000 },
  );
  const undispatched = await db.selectFrom("events").select("id").where("dispatched_at", "is", null).execute();
  expect(undispatched).toEqual([]);
});

test("while the worker is behind, events are matched and their executions wait; then workflows take turns, however many events one of them has", async () => {
  const { db } = setup;
  await publish(db, { id: "wf_noisy", triggers: [{ eventType: "noisy" }] });
  await publish(db, { id: "wf_quiet", triggers: [{ eventType: "quiet" }] });
  let behind = true;
  const order: string[] = [];
  const ofQuiet = executionId("", "wf_quiet").slice(-10);
  const onStarted = (id: string) => void order.push(id.endsWith(ofQuiet) ? "quiet" : "noisy");
  const dispatcher = setup.dispatcher({ isBehind: () => behind, onStarted, maxConcurrentStarts: 1 });
  await dispatcher.start();
  await ingestEvents(
    db,
    Array.from({ length: 60 }, () => ({ type: "noisy", data: null })),
  );
  await ingestEvents(
    db,
    Array.from({ length: 5 }, () => ({ type: "quiet", data: null })),
  );
  await waitFor(async () => (await executions()).length === 65);
  // One starts in a second even so, in case that the worker is wrong.
  await waitFor(() => order.length >= 2);
  expect(order.length).toBeLessThan(20);
  behind = false;
  await waitFor(() => order.length === 65);
  const lastQuiet = order.lastIndexOf("quiet");
  expect(order.filter((whose) => whose === "quiet")).toHaveLength(5);
  expect(lastQuiet).toBeLessThan(40);
  await waitFor(async () => (await executions()).every(({ status }) => status === "running"));
});
