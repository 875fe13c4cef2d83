import { afterAll, beforeAll, expect, test } from "vitest";
import { findScheduledSteps, newId } from "@tempograph/db";
import { idempotencyKey, type ExecutionStart } from "@tempograph/graph";
import { waitFor } from "@tempograph/testing";
import type { Mirror, MirrorOptions } from "./create-mirror.ts";
import { createMirrorWorld, type MirrorWorld, type StartedRun } from "./test-kit/mirror-world.ts";
import { insertExecution } from "./test-kit/insert-execution.ts";
import { chain, startOf } from "./test-kit/start-of.ts";
import { updatesOf } from "./test-kit/updates-of.ts";

let world: MirrorWorld;
beforeAll(async () => {
  world = await createMirrorWorld();
});
afterAll(() => world.stop());

// a ─▶ wait ─▶ b ─▶ branch ─ceo─▶ gift
//                          └else─▶ drip (skipped)
const graph = {
  ...chain(
    { id: "a", type: "probe", data: { give: { n: 1 } } },
    { id: "wait", type: "delay", data: { ms: 20 } },
    { id: "b", type: "probe", data: { give: { text: "{{ steps.a.n }}" } } },
    {
      id: "branch",
      type: "branch",
      data: {
        cases: [
          { label: "ceo", condition: { "==": [{ var: "title" }, "CEO"] }, next: "gift" },
          { else: true, next: "drip" },
        ],
      },
    },
  ),
};
const demo = {
  nodes: [...graph.nodes, { id: "gift", type: "probe", data: {} }, { id: "drip", type: "probe", data: {} }],
  edges: graph.edges,
};

function hearTraces(mirror: Mirror) {
  const onTrace: Mirror["liveUpdates"]["trace"] = (executionId, runId, entries) =>
    mirror.liveUpdates.trace(executionId, runId, entries);
  world.onTrace.add(onTrace);
  return onTrace;
}

async function execution(run: StartedRun) {
  return await world.db
    .selectFrom("executions")
    .selectAll()
    .where("id", "=", run.executionId)
    .executeTakeFirstOrThrow();
}

async function closed(run: StartedRun) {
  return await waitFor(async () => {
    const row = await execution(run);
    return row.closed_at !== null && row;
  });
}

async function updates(run: StartedRun) {
  return await updatesOf(world.db, run.executionId);
}

async function steps(run: StartedRun) {
  return await world.db
    .selectFrom("steps")
    .selectAll()
    .where("execution_id", "=", run.executionId)
    .orderBy("position")
    .execute();
}

/** Rows equal history (I3), no update comes twice, and the closing update is the last (I7). */
async function expectMirrored(run: StartedRun): Promise<void> {
  const { stored, temporal } = await world.compare(run);
  expect(stored).toEqual(temporal);
  const told = await updates(run);
  expect(told.map((update) => update.seq)).toEqual(told.map((_, index) => index + 1));
  expect(new Set(told.map((update) => update.key)).size).toBe(told.length);
}

test("many executions that close at once with hints: rows equal history event by event", async () => {
  const mirror = world.mirror();
  world.onClosed.add(mirror.closeHint);
  const onTrace = hearTraces(mirror);
  const runs = await Promise.all(Array.from({ length: 20 }, () => world.start(demo, { title: "CEO" })));
  for (const run of runs) {
    const row = await closed(run);
    expect(row).toMatchObject({ status: "completed", mirror_ok: true, mirror_problem: null, run_id: run.runId });
    await expectMirrored(run);
    expect(row.history_events).toBe((await world.compare(run)).temporal.length);
  }
  world.onClosed.delete(mirror.closeHint);
  world.onTrace.delete(onTrace);
  // What `doctor` reads of a history to check the keys of steps (I5).
  const handedOver = await findScheduledSteps(world.db);
  expect(new Set(handedOver.map(({ executionId }) => executionId)).size).toBe(runs.length);
  for (const { executionId, path, meta } of handedOver)
    expect(JSON.parse(Buffer.from(meta.data, "base64").toString())).toMatchObject({
      path,
      idempotencyKey: idempotencyKey(executionId, path, 0),
    });
  const [run] = runs as [StartedRun];
  expect(
    (await steps(run)).map(({ path, status, port, known_from, attempts }) => [
      path,
      status,
      port,
      known_from,
      attempts,
    ]),
  ).toEqual([
    ["a", "completed", "out", "history", 1],
    ["wait", "completed", "out", "history", 0],
    ["b", "completed", "out", "history", 1],
    ["branch", "completed", expect.any(String), "history", 0],
    ["gift", "completed", "out", "history", 1],
    ["drip", "skipped", null, "history", 0],
  ]);
  const told = await updates(run);
  expect(told[0]?.key).toBe("status:running");
  expect(told.at(-1)?.key).toBe("status:completed");
});

// Later versions run them in regions, which only the worker itself can: packages/worker/src/regions.temporal.test.ts.
test("steps of the burst lane cost one marker each up to version 3, and are mirrored in their order and with their times", async () => {
  const mirror = world.mirror();
  world.onClosed.add(mirror.closeHint);
  const burst = { ...demo, settings: { durability: "burst" as const } };
  const run = await world.start(burst, { title: "CTO" }, { interpreterVersion: 3 });
  expect(await closed(run)).toMatchObject({ status: "completed", mirror_ok: true });
  world.onClosed.delete(mirror.closeHint);
  await expectMirrored(run);
  expect((await steps(run)).find((step) => step.path === "drip")).toMatchObject({ status: "completed", attempts: 1 });
});

test("a watched run is followed by long poll while it is open, and live updates come first", async () => {
  const mirror = world.mirror();
  const onTrace = hearTraces(mirror);
  const slow = chain(
    { id: "a", type: "probe" },
    { id: "wait", type: "wait_for_signal", data: { name: "go" } },
    { id: "b", type: "probe" },
  );
  const run = await world.start(slow);
  mirror.watch(run.executionId);
  await waitFor(async () => (await steps(run)).some((step) => step.path === "wait" && step.status === "waiting"));
  // There was no close and no sweep, so only the long poll can have written these rows.
  await waitFor(async () => (await world.compare(run)).stored.length >= 10);
  expect(await execution(run)).toMatchObject({ status: "running", mirror_ok: null });
  await world.client.workflow.getHandle(run.executionId).signal("go", { ok: true });
  expect(await closed(run)).toMatchObject({ status: "completed", mirror_ok: true });
  world.onTrace.delete(onTrace);
  await expectMirrored(run);
  expect(
    await world.db.selectFrom("mirror_runs").selectAll().where("execution_id", "=", run.executionId).execute(),
  ).toEqual([]);
});

test("a sweep finds closes without a hint: completed, failed, cancelled, terminated, timed out", async () => {
  const forever = chain({ id: "wait", type: "delay", data: { ms: "1h" } }, { id: "after", type: "probe" });
  const done = await world.start(chain({ id: "a", type: "probe" }));
  const failing = await world.start(chain({ id: "f", type: "fail", data: { code: "NO_LUCK", message: "as told" } }));
  const cancelled = await world.start(forever);
  const terminated = await world.start(forever);
  const timedOut = await world.start(forever, {}, { timeoutMs: 300 });
  await waitFor(
    async () => (await world.client.workflow.getHandle(terminated.executionId).fetchHistory()).events!.length >= 5,
  );
  await waitFor(
    async () => (await world.client.workflow.getHandle(cancelled.executionId).fetchHistory()).events!.length >= 5,
  );
  await world.client.workflow.getHandle(cancelled.executionId).cancel();
  await world.client.workflow.getHandle(terminated.executionId).terminate("enough");
  await Promise.all([done, failing, cancelled, terminated, timedOut].map((run) => run.result()));
  const mirror = world.mirror();
  const sweeping = setInterval(() => void mirror.sweep(), 200);
  try {
    expect(await closed(done)).toMatchObject({ status: "completed", mirror_ok: true });
    expect(await closed(failing)).toMatchObject({ status: "failed", mirror_ok: true, failure: { code: "NO_LUCK" } });
    expect(await closed(cancelled)).toMatchObject({ status: "cancelled", mirror_ok: true });
    expect(await closed(terminated)).toMatchObject({
      status: "terminated",
      mirror_ok: true,
      failure: { message: "enough" },
    });
    expect(await closed(timedOut)).toMatchObject({ status: "timedOut", mirror_ok: true });
  } finally {
    clearInterval(sweeping);
  }
  for (const run of [done, failing, cancelled, terminated, timedOut]) await expectMirrored(run);
  expect((await steps(terminated)).map(({ path, status }) => [path, status])).toEqual([
    ["wait", "cancelled"],
    ["after", "notReached"],
  ]);
});

test("the first sweep of a mirror lists what closed since the oldest open execution began, or since the last close that was written", async () => {
  const asked: string[] = [];
  const { connection } = world.client;
  const listWorkflowExecutions = (request: { readonly query: string }) => {
    asked.push(request.query);
    return connection.workflowService.listWorkflowExecutions(request);
  };
  const workflowService = Object.assign(Object.create(connection.workflowService) as object, {
    listWorkflowExecutions,
  });
  const client = Object.create(world.client, {
    connection: { value: Object.create(connection, { workflowService: { value: workflowService } }) },
  }) as MirrorOptions["client"];
  const open = await world.start(chain({ id: "wait", type: "delay", data: { ms: "1h" } }));
  const mirror = world.mirror();
  const done = await world.start(chain({ id: "a", type: "probe" }));
  await done.result();
  mirror.closeHint(done.executionId, done.runId);
  const { closed_at: closedAt } = await closed(done);
  const { created_at: createdAt } = await execution(open);
  expect(createdAt.getTime()).toBeLessThan(closedAt!.getTime());
  await world.mirror({ client }).sweep();
  const since = Date.parse(/CloseTime >= '([^']+)'/.exec(asked[0]!)![1]!);
  // Temporal lists closes some seconds late, so 30 s are added. Tests before this one may have left older executions open.
  expect(since).toBeLessThanOrEqual(createdAt.getTime() - 30_000);
  expect(since).toBeGreaterThan(createdAt.getTime() - 600_000);
  await world.client.workflow.getHandle(open.executionId).terminate("enough");
});

test("a run that Temporal no longer has is missing, and closed as lost only after long; a run that Postgres does not know is logged and not written", async () => {
  const forever = chain({ id: "wait", type: "delay", data: { ms: "1h" } });
  const lost = await world.start(forever);
  await world.client.workflowService.deleteWorkflowExecution({
    namespace: "default",
    workflowExecution: { workflowId: lost.executionId, runId: lost.runId },
  });
  const stranger = await world.start(chain({ id: "a", type: "probe" }), {}, { known: false });
  await stranger.result();
  const mirror = world.mirror({ sweep: { openForMs: 0, describesPerSweep: 100 }, maxFollowed: 0 });
  const sweeping = setInterval(() => void mirror.sweep(), 200);
  try {
    await waitFor(async () => (await execution(lost)).missing_since !== null);
    expect(await execution(lost)).toMatchObject({ status: "running", closed_at: null });
    await world.db
      .updateTable("executions")
      .set({ missing_since: new Date(Date.now() - 25 * 3_600_000) })
      .where("id", "=", lost.executionId)
      .execute();
    expect(await closed(lost)).toMatchObject({
      status: "terminated",
      mirror_ok: false,
      failure: { code: "EXECUTION_LOST" },
    });
    await waitFor(() => world.said.some(({ fields }) => JSON.stringify(fields).includes(stranger.executionId)));
  } finally {
    clearInterval(sweeping);
  }
  expect(await world.db.selectFrom("executions").where("id", "=", stranger.executionId).selectAll().execute()).toEqual(
    [],
  );
});

test("after a reset both runs are mirrored, and the execution ends with the status of the later run", async () => {
  const run = await world.start(
    chain({ id: "a", type: "probe" }, { id: "wait", type: "wait_for_signal", data: { name: "go" } }),
  );
  const handle = world.client.workflow.getHandle(run.executionId);
  await waitFor(async () => (await handle.fetchHistory()).events!.length >= 10);
  const reset = {
    namespace: "default",
    workflowExecution: { workflowId: run.executionId, runId: run.runId },
    workflowTaskFinishEventId: 4 as never,
    requestId: run.executionId,
    reason: "try again",
  };
  const { runId } = await (world.client.workflowService.resetWorkflowExecution(reset) as Promise<{ runId?: string }>);
  const mirror = world.mirror();
  mirror.closeHint(run.executionId, run.runId);
  await mirror.idle();
  expect(await execution(run)).toMatchObject({ status: "running", run_id: runId });
  await handle.signal("go", {});
  const next: StartedRun = { ...run, runId: runId! };
  expect(await closed(run)).toMatchObject({ status: "completed", run_id: runId, mirror_ok: true });
  await expectMirrored(run);
  await expectMirrored(next);
});

test("a workflow that somebody else starts under the id of an execution that has ended is reported once (I15)", async () => {
  const mirror = world.mirror();
  const run = await world.start(chain({ id: "a", type: "probe" }));
  await run.result();
  mirror.closeHint(run.executionId, run.runId);
  expect(await closed(run)).toMatchObject({ mirror_ok: true });
  const { executionId: workflowId } = run;
  const args = [startOf(chain({ id: "stolen", type: "probe" }))];
  const other = await world.client.workflow.start("test", { workflowId, taskQueue: world.taskQueue, args });
  await other.result();
  const row = await waitFor(
    async () => {
      await mirror.sweep();
      const found = await execution(run);
      return found.mirror_ok === false && found;
    },
    { timeoutMs: 15_000 },
  );
  await world.mirror().sweep();
  expect(row).toMatchObject({ status: "completed", run_id: run.runId });
  expect(row.mirror_problem).toMatchObject([{ code: "OPERATION_FORGED", found: other.firstExecutionRunId }]);
  const said = world.said.filter(({ fields }) => JSON.stringify(fields).includes(workflowId));
  expect(said).toHaveLength(1);
  expect((await steps(run)).map(({ path }) => path)).toEqual(["a"]);
});

test("a start with keys that the installation never had is reported; retired keys are the installation's", async () => {
  const mirror = world.mirror({ unsignedOperations: false });
  const { unsignedOperations: _, ...start } = startOf(chain({ id: "a", type: "probe" }));
  const retired = { id: "old", public_key: "ab", retired_at: new Date() };
  await world.db.insertInto("signing_keys").values(retired).execute();
  const problemOf = async (access: Partial<ExecutionStart>) => {
    const executionId = newId("exe");
    const options = { workflowId: executionId, taskQueue: world.taskQueue, args: [{ ...start, ...access }] };
    const handle = await world.client.workflow.start("test", options);
    const run = { executionId, runId: handle.firstExecutionRunId, result: () => handle.result() };
    await insertExecution(world.db, executionId, run.runId);
    await run.result();
    mirror.closeHint(executionId, run.runId);
    return (await closed(run)).mirror_problem;
  };
  expect(await problemOf({ operationKeys: { old: "ab" } })).toBeNull();
  expect(await problemOf({})).toBeNull();
  for (const access of [{ operationKeys: { old: "cd" } }, { unsignedOperations: true }] as const)
    expect(await problemOf(access)).toMatchObject([{ code: "OPERATION_FORGED" }]);
});
