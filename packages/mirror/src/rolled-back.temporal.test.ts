import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askToReconcile } from "@tempograph/db";
import { freePort, startTemporal, type LocalTemporal } from "@tempograph/local-stack";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMirrorWorld, type MirrorWorld, type StartedRun } from "./test-kit/mirror-world.ts";
import { updatesOf } from "./test-kit/updates-of.ts";
import { chain } from "./test-kit/start-of.ts";

let folder: string;
let port: number;
let temporal: LocalTemporal;
let world: MirrorWorld;
const start = (name: string) => startTemporal({ dataDir: join(folder, name), port, ui: false, address: "" });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tempograph-rolled-back-"));
  port = await freePort();
  temporal = await start("now");
  world = await createMirrorWorld({ address: temporal.address });
});
afterAll(async () => {
  await world.stop();
  await temporal.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Restores the way that docs/guide/backup.md says: without workers, because those keep executions in memory as they were. */
async function replaceTemporal(
  name: string,
  whileAway?: () => Promise<void>,
  beforeWorkers?: () => Promise<void>,
): Promise<void> {
  await world.withoutWorker(async () => {
    await temporal.stop();
    await whileAway?.();
    temporal = await start(name);
    await beforeWorkers?.();
  });
}

const row = ({ executionId }: StartedRun) =>
  world.db.selectFrom("executions").selectAll().where("id", "=", executionId).executeTakeFirstOrThrow();
const isSent = (sending: Promise<unknown>) =>
  sending.then(
    () => true,
    () => false,
  );
/** What Temporal has of an execution. */
const seenBy = async (workflowId: string) => {
  const { workflowService } = world.client;
  const namespace = "default";
  const execution = { workflowId };
  const described = await workflowService.describeWorkflowExecution({ namespace, execution }).catch(String);
  const { history } = await workflowService.getWorkflowExecutionHistory({ namespace, execution });
  const events = history?.events?.map(({ eventId, eventType }) => `${String(eventId)}:${String(eventType)}`);
  return { described, events };
};
const go = ({ executionId }: StartedRun) => world.client.workflow.getHandle(executionId).signal("go", {});

test("I3: a Temporal that was restored from an older copy is noticed, for each execution that it has otherwise; the newer data takes it back", async () => {
  const waits = chain({ id: "wait", type: "wait_for_signal", data: { name: "go" } }, { id: "b", type: "probe" });
  const twice = chain(
    { id: "first", type: "wait_for_signal", data: { name: "go" } },
    { id: "second", type: "wait_for_signal", data: { name: "go" } },
  );
  const mirror = world.mirror({ sweep: { openForMs: 0, describesPerSweep: 100 } });
  const sweepUntil = async (holds: () => Promise<boolean>) => {
    let failed: unknown;
    await waitFor(
      async () => {
        failed = undefined;
        // Temporal has just been started again.
        await mirror.sweep().catch((error: unknown) => (failed = error));
        return await holds();
      },
      // Calls to a server that was killed meanwhile may wait for their own time-outs first.
      { timeoutMs: 100_000 },
    ).catch(async (cause: Error) => {
      const columns = ["id", "status", "mirror_ok", "mirror_problem", "missing_since", "task_failure"] as const;
      const rows = await world.db.selectFrom("executions").select(columns).orderBy("seq").execute();
      const there = await Promise.all(rows.filter(({ status }) => status === "running").map(({ id }) => seenBy(id)));
      const said = world.said.slice(-20);
      throw new Error(`${cause.message}; the last sweep: ${String(failed)}; ${JSON.stringify({ rows, there, said })}`, {
        cause,
      });
    });
  };
  const has = async (run: StartedRun, status: string) => (await row(run)).status === status;

  const before = await world.start(chain({ id: "a", type: "probe" }));
  await before.result();
  const [open, ended] = [await world.start(waits), await world.start(waits)];
  const [shorter, other] = [await world.start(twice), await world.start(twice)];
  await sweepUntil(() => has(before, "completed"));
  await replaceTemporal("now", () => cp(join(folder, "now"), join(folder, "older"), { recursive: true }));

  const gone = await world.start(chain({ id: "a", type: "probe" }));
  await gone.result();
  await waitFor(() => isSent(go(open)), { timeoutMs: 30_000 });
  await open.result();
  await go(ended);
  await ended.result();
  await go(shorter);
  await go(other);
  await sweepUntil(
    async () => (await has(gone, "completed")) && (await has(open, "completed")) && (await has(ended, "completed")),
  );
  const firstEnded = ({ executionId }: StartedRun) =>
    world.db
      .selectFrom("steps")
      .select("status")
      .where("execution_id", "=", executionId)
      .where("path", "=", "first")
      .where("known_from", "=", "history")
      .executeTakeFirst();
  for (const run of [shorter, other]) await sweepUntil(async () => (await firstEnded(run))?.status === "completed");
  for (const run of [before, gone, open, ended, shorter, other]) expect((await row(run)).mirror_problem).toBeNull();

  await replaceTemporal("older", undefined, async () => {
    // This one goes on before anybody looks, so that it does not have fewer events than were mirrored.
    for (const _ of ["first", "second"]) await waitFor(() => isSent(go(other)), { timeoutMs: 30_000 });
    await world.client.workflow.getHandle(other.executionId).terminate();
  });
  await sweepUntil(async () => {
    const rows = await Promise.all([gone, open, ended, shorter, other].map(row));
    return rows.every((one) => one.mirror_ok === false);
  });
  const problem = async (run: StartedRun) => (await row(run)).mirror_problem;
  const found = (message: string) => [
    expect.objectContaining({ code: "TEMPORAL_ROLLED_BACK", message: expect.stringContaining(message) }),
  ];
  expect(await problem(gone)).toEqual(found("does not know this run"));
  expect(await problem(open)).toEqual(found("is open in Temporal"));
  expect(await problem(shorter)).toEqual(found("were mirrored"));
  expect(await problem(other)).toEqual(found("has another event"));
  expect(await row(other)).toMatchObject({ status: "running" });
  expect((await row(before)).mirror_ok).toBe(true);
  expect(await row(gone)).toMatchObject({ status: "completed" });

  await replaceTemporal("now");
  await sweepUntil(async () => {
    const rows = await Promise.all([gone, open, ended].map(row));
    return (
      (await row(other)).mirror_problem === null &&
      rows.every((one) => one.mirror_ok === true && one.mirror_problem === null)
    );
  });

  await replaceTemporal("older");
  await sweepUntil(async () => {
    const rows = await Promise.all([gone, open, ended].map(row));
    return rows.every((one) => one.mirror_ok === false);
  });
  expect(await askToReconcile(world.db, before.executionId, "mirror")).toBe(false);
  for (const run of [gone, open, shorter])
    expect(await askToReconcile(world.db, run.executionId, "temporal")).toBe(true);
  expect(await askToReconcile(world.db, ended.executionId, "mirror")).toBe(true);
  await sweepUntil(async () => (await has(gone, "pending")) && (await row(ended)).kept_at !== null);
  // The mirror has what Temporal has, and the dispatcher starts again what Temporal does not know.
  for (const run of [open, shorter]) {
    await go(run);
    if (run === shorter) await go(run);
    await sweepUntil(() => has(run, "completed"));
    expect((await row(run)).mirror_ok).toBe(true);
    const { stored, temporal: there } = await world.compare(run);
    expect(stored).toEqual(there);
    const told = await updatesOf(world.db, run.executionId);
    expect(told.at(-1)?.body).toMatchObject({ status: "completed" });
  }
  const superseded = await world.db.selectFrom("superseded_runs").selectAll().execute();
  expect(new Set(superseded.map((one) => one.execution_id))).toEqual(
    new Set([gone, open, shorter].map((one) => one.executionId)),
  );
  const old = superseded.find((one) => one.execution_id === gone.executionId);
  expect(old?.execution).toMatchObject({ status: "completed" });
  // What a person keeps stays, and does not run a second time.
  const kept = await world.client.workflow.getHandle(ended.executionId).describe();
  expect(kept.status.name).toBe("TERMINATED");
  await mirror.sweep();
  expect(await row(ended)).toMatchObject({ status: "completed", mirror_ok: true, mirror_problem: null });
}, 400_000);
