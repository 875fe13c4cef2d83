import { NativeConnection, Worker, type WorkflowBundle } from "@temporalio/worker";
import { newId } from "@tempograph/db";
import type { ExecutionStart } from "@tempograph/graph";
import { temporalAddress, uniqueTaskQueue, waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertExecution } from "./test-kit/insert-execution.ts";
import { createMirrorWorld, type MirrorWorld } from "./test-kit/mirror-world.ts";
import { chain, startOf } from "./test-kit/start-of.ts";
import { interpreterBundle, olderBundle } from "./test-kit/workflow-bundle.ts";
import { updatesOf } from "./test-kit/updates-of.ts";

let world: MirrorWorld;
let connection: NativeConnection;
beforeAll(async () => {
  world = await createMirrorWorld();
  connection = await NativeConnection.connect({ address: temporalAddress() });
});
afterAll(async () => {
  await world.stop();
  await connection.close();
});

const taskQueue = uniqueTaskQueue("releases");
const waits = startOf(chain({ id: "wait", type: "wait_for_signal", data: { name: "go" } }));

async function start(given: ExecutionStart) {
  const executionId = newId("exe");
  const handle = await world.client.workflow.start("test", { workflowId: executionId, taskQueue, args: [given] });
  await insertExecution(world.db, executionId, handle.firstExecutionRunId);
  const row = () =>
    world.db.selectFrom("executions").selectAll().where("id", "=", executionId).executeTakeFirstOrThrow();
  return { executionId, runId: handle.firstExecutionRunId, handle, row };
}

const sinks = { tempograph: { trace: { fn: () => {}, callDuringReplay: false } } };

/** Runs a worker while the work goes on. */
async function beside<T>(workflowBundle: WorkflowBundle, buildId: string, work: () => Promise<T>): Promise<T> {
  const worker = await Worker.create({ connection, taskQueue, workflowBundle, buildId, sinks });
  return await worker.runUntil(work);
}

test("a workflow task that fails again and again is shown with its reason, and that is taken back when a worker can do it", async () => {
  const { executionId, handle, row } = await start(waits);
  const mirror = world.mirror({ taskQueue, sweep: { openForMs: 0, describesPerSweep: 100 }, maxFollowed: 0 });
  const swept = async (isSo: (execution: Awaited<ReturnType<typeof row>>) => boolean) =>
    await waitFor(
      async () => {
        await mirror.sweep();
        const execution = await row();
        return isSo(execution) && execution;
      },
      { timeoutMs: 30_000 },
    );
  const failing = await beside(await olderBundle(), "older", () =>
    swept((execution) => execution.task_fails_since !== null),
  );
  expect(failing).toMatchObject({
    status: "running",
    task_failure: "This worker supports interpreter versions 1 to 0.",
  });

  await beside(await interpreterBundle(), "newer", async () => {
    expect(await swept((execution) => execution.task_fails_since === null)).toMatchObject({ task_failure: null });
    await handle.signal("go", {});
    await handle.result();
  });
  expect(await swept((execution) => execution.closed_at !== null)).toMatchObject({
    status: "completed",
    mirror_ok: true,
  });
  const told = await updatesOf(world.db, executionId);
  const keys = told.map(({ key }) => key.replace(/:\d+$/, ""));
  expect(keys.filter((key) => key === "taskFails" || key === "goesOn")).toEqual(["taskFails", "goesOn"]);
  const { events } = await handle.fetchHistory();
  const builds = events!.flatMap((event) => event.workflowTaskCompletedEventAttributes?.workerVersion?.buildId ?? []);
  expect(new Set(builds)).toEqual(new Set(["newer"]));
}, 90_000);

test("a mirror leaves a run that follows newer rules to a newer one, unless somebody has terminated it", async () => {
  const newer = { ...waits, definition: { ...waits.definition, interpreterVersion: 99 } };
  const { executionId, runId, handle, row } = await start(newer);
  const mirror = world.mirror({ taskQueue, sweep: { openForMs: 0 } });
  mirror.watch(executionId);
  await mirror.sweep();
  expect((await row()).status).toBe("running");
  await handle.terminate("enough");
  mirror.closeHint(executionId, runId);
  await waitFor(async () => {
    await mirror.sweep();
    return (await row()).closed_at !== null;
  });
  expect(await row()).toMatchObject({ status: "terminated", mirror_ok: true });
});
