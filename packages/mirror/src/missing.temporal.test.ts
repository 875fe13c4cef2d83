import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeLostExecution } from "@tempograph/db";
import { freePort, startTemporal, type LocalTemporal } from "@tempograph/local-stack";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMirrorWorld, type MirrorWorld, type StartedRun } from "./test-kit/mirror-world.ts";
import { chain } from "./test-kit/start-of.ts";
import { updatesOf } from "./test-kit/updates-of.ts";

let folder: string;
let port: number;
let temporal: LocalTemporal;
let world: MirrorWorld;
const start = (name: string) => startTemporal({ dataDir: join(folder, name), port, ui: false, address: "" });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tempograph-missing-"));
  port = await freePort();
  temporal = await start("full");
  world = await createMirrorWorld({ address: temporal.address });
});
afterAll(async () => {
  await world.stop();
  await temporal.stop();
  await rm(folder, { recursive: true, force: true });
});

async function replaceTemporal(name: string): Promise<void> {
  await temporal.stop();
  temporal = await start(name);
}

const row = ({ executionId }: StartedRun) =>
  world.db.selectFrom("executions").selectAll().where("id", "=", executionId).executeTakeFirstOrThrow();

/** Sweeps until it holds for each run. A sweep fails as long as the connection is not back. */
async function sweepUntil(
  sweep: () => Promise<void>,
  runs: readonly StartedRun[],
  holds: (execution: Awaited<ReturnType<typeof row>>) => boolean,
): Promise<void> {
  await waitFor(
    async () => {
      await sweep().catch(() => {});
      return (await Promise.all(runs.map(row))).every(holds);
    },
    { timeoutMs: 60_000 },
  );
}

test("I4: while an empty Temporal stands in the place of ours nothing is closed; when ours is back, everything goes on, also what was closed as lost", async () => {
  const waits = chain({ id: "wait", type: "wait_for_signal", data: { name: "go" } }, { id: "b", type: "probe" });
  const runs = [await world.start(waits), await world.start(waits), await world.start(waits), await world.start(waits)];
  const [missing, lost, ended, over] = runs as [StartedRun, StartedRun, StartedRun, StartedRun];
  const sweep = { openForMs: 0, describesPerSweep: 100 };
  const mirror = world.mirror({ sweep, maxFollowed: 0 });
  await mirror.sweep();
  expect((await Promise.all(runs.map(row))).map((one) => one.missing_since)).toEqual([null, null, null, null]);

  await replaceTemporal("empty");
  await sweepUntil(
    () => mirror.sweep(),
    runs,
    (one) => one.missing_since !== null,
  );
  expect((await Promise.all(runs.map(row))).map((one) => one.status)).toEqual(Array(4).fill("running"));
  const long = { missing_since: new Date(Date.now() - 25 * 3_600_000) };
  await world.db.updateTable("executions").set(long).where("id", "in", [lost.executionId, over.executionId]).execute();
  await sweepUntil(
    () => mirror.sweep(),
    [lost, over],
    (one) => one.status === "terminated",
  );
  expect((await row(lost)).failure).toMatchObject({ code: "EXECUTION_LOST" });
  expect(await closeLostExecution(world.db, ended.executionId, ended.runId, { reason: "enough" })).toBe(true);
  expect(await row(missing)).toMatchObject({ status: "running", closed_at: null });
  await world.db
    .updateTable("executions")
    .set({ missing_since: new Date(Date.now() - 30 * 24 * 3_600_000) })
    .where("id", "=", over.executionId)
    .execute();
  await sweepUntil(
    () => mirror.sweep(),
    [over],
    (one) => one.missing_since === null,
  );

  await replaceTemporal("full");
  await sweepUntil(
    () => mirror.sweep(),
    [missing, lost, ended],
    (one) => one.missing_since === null,
  );
  for (const run of [missing, lost]) {
    expect(await row(run)).toMatchObject({ status: "running", failure: null, closed_at: null, mirror_problem: null });
    await world.client.workflow.getHandle(run.executionId).signal("go", {});
  }
  await sweepUntil(
    () => mirror.sweep(),
    [missing, lost],
    (one) => one.status === "completed",
  );
  expect((await row(ended)).status).toBe("terminated");
  // Nobody asks any more about what was lost for longer than Temporal keeps executions.
  expect(await row(over)).toMatchObject({ status: "terminated", failure: { code: "EXECUTION_LOST" } });
  for (const run of [missing, lost, ended]) {
    expect((await row(run)).mirror_ok).toBe(true);
    const { stored, temporal: there } = await world.compare(run);
    expect(stored).toEqual(there);
    const told = await updatesOf(world.db, run.executionId);
    expect(told.map(({ seq }) => seq)).toEqual(told.map((_, index) => index + 1));
    expect(told.at(-1)?.body).toMatchObject({ status: run === ended ? "terminated" : "completed" });
  }
}, 240_000);
