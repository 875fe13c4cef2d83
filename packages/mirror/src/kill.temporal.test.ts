import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporalAddress, waitFor } from "@tempograph/testing";
import type { MirrorPoint } from "./mirror-deps.ts";
import { createMirrorWorld, type MirrorWorld } from "./test-kit/mirror-world.ts";
import type { MirrorOrders } from "./test-kit/mirror-process.ts";
import { chain } from "./test-kit/start-of.ts";
import { updatesOf } from "./test-kit/updates-of.ts";

// A mirror in a process of its own is killed at each of its fault points. Another mirror then has to make the rows equal to
// history (I3, I4), and no update may be lost or repeated (I7).

let world: MirrorWorld;
beforeAll(async () => {
  world = await createMirrorWorld();
});
afterAll(() => world.stop());

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Runs a mirror process until it has killed itself at its point. */
async function mirrorThatDies(orders: Omit<MirrorOrders, "databaseUrl" | "address" | "taskQueue">): Promise<void> {
  const { databaseUrl, taskQueue } = world;
  const env = {
    ...process.env,
    MIRROR_ORDERS: JSON.stringify({ ...orders, databaseUrl, taskQueue, address: temporalAddress() }),
  };
  const args = ["--conditions=@tempograph/source", file("./test-kit/mirror-process.ts")];
  const child = spawn(file("../../../node_modules/node/bin/node"), args, { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const timer = setTimeout(() => child.kill("SIGTERM"), 20_000);
  const signal = await new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
  clearTimeout(timer);
  expect(signal, said).toBe("SIGKILL");
}

const points: readonly MirrorPoint[] = [
  "close.hinted",
  "close.fetched",
  "close.beforeCommit",
  "close.written",
  "follow.leased",
  "follow.fetched",
  "follow.beforeCommit",
  "follow.written",
  "live.beforeWrite",
  "live.written",
  "sweep.listed",
];

test.each(points)("a mirror is killed at %s: the next mirror completes the rows", async (point) => {
  const open = point.startsWith("follow");
  const graph = open
    ? chain({ id: "a", type: "probe" }, { id: "wait", type: "wait_for_signal", data: { name: "go" } })
    : chain({ id: "a", type: "probe" }, { id: "b", type: "probe" });
  const run = await world.start(graph);
  const { executionId, runId } = run;
  if (!open) await run.result();
  await mirrorThatDies({ dieAt: point, executionId, runId });

  if (open) await world.client.workflow.getHandle(executionId).signal("go");
  await run.result();
  const mirror = world.mirror({ leaseMs: 500, sweep: { openForMs: 0, intervalMs: 100 } });
  await mirror.start();
  const row = await waitFor(async () => {
    const execution = await world.db
      .selectFrom("executions")
      .selectAll()
      .where("id", "=", executionId)
      .executeTakeFirstOrThrow();
    return execution.closed_at !== null && execution;
  });
  expect(row).toMatchObject({ status: "completed", mirror_ok: true });
  const { stored, temporal } = await world.compare(run);
  expect(stored).toEqual(temporal);
  const updates = await updatesOf(world.db, executionId);
  expect(updates.map((update) => update.seq)).toEqual(updates.map((_, index) => index + 1));
  expect(new Set(updates.map((update) => update.key)).size).toBe(updates.length);
  expect(updates.filter((update) => update.key.startsWith("step:")).map((update) => update.key)).toEqual(
    open
      ? ["step:a:scheduled", "step:a:completed", "step:wait:waiting", "step:wait:completed"]
      : ["step:a:scheduled", "step:a:completed", "step:b:scheduled", "step:b:completed"],
  );
  expect(
    await world.db.selectFrom("mirror_runs").selectAll().where("execution_id", "=", executionId).execute(),
  ).toEqual([]);
  await mirror.stop();
});

test("a mirror that has lost its lease writes nothing", async () => {
  const run = await world.start(
    chain(
      { id: "a", type: "probe" },
      { id: "wait", type: "wait_for_signal", data: { name: "go" } },
      { id: "b", type: "probe" },
    ),
  );
  const { executionId } = run;
  const stalled = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  let fetches = 0;
  const slow = world.mirror({
    faultPoint: async (point) => {
      if (point !== "follow.fetched" || (fetches += 1) !== 2) return;
      stalled.resolve();
      await goOn.promise;
    },
  });
  slow.watch(executionId);
  await waitFor(async () => (await world.compare(run)).stored.length > 0);
  await world.client.workflow.getHandle(executionId).signal("go");
  await stalled.promise;
  // This happens if the slow mirror's process stood still for longer than its lease and another mirror took the run.
  await world.db
    .updateTable("mirror_runs")
    .set((eb) => ({ fence: eb("fence", "+", 1), lease_until: null }))
    .where("execution_id", "=", executionId)
    .execute();
  const quick = world.mirror({ leaseMs: 5_000 });
  const rowOf = () =>
    world.db.selectFrom("executions").selectAll().where("id", "=", executionId).executeTakeFirstOrThrow();
  await waitFor(async () => {
    quick.watch(executionId);
    return (await rowOf()).closed_at !== null;
  });
  const before = await rowOf();
  const updates = await updatesOf(world.db, executionId);
  goOn.resolve();
  await slow.stop();
  expect(await rowOf()).toEqual(before);
  expect(await updatesOf(world.db, executionId)).toEqual(updates);
  const { stored, temporal } = await world.compare(run);
  expect(stored).toEqual(temporal);
});
