import { edges, graph, node, start } from "@tempograph/graph/conformance";
import { createLogger } from "@tempograph/runtime";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorker, type RunningWorker } from "./start-worker.ts";
import { workerWorld, type WorkerWorld } from "./test-kit/worker-world.ts";

const NAME = "tempograph";
let world: WorkerWorld;
let second: RunningWorker | undefined;
beforeAll(async () => {
  world = await workerWorld({ deployment: { name: NAME, buildId: "1" } });
}, 60_000);
afterAll(async () => {
  await second?.stop();
  await world.end();
});

/** What an operator does with `temporal worker deployment set-current-version`. Temporal knows a version once its worker has asked for tasks. */
async function makeCurrent(buildId: string): Promise<void> {
  const { workflowService, options } = world.client;
  const request = { namespace: options.namespace, deploymentName: NAME, buildId, identity: "test" };
  await waitFor(
    () =>
      workflowService.setWorkerDeploymentCurrentVersion(request).then(
        () => true,
        () => false,
      ),
    { timeoutMs: 30_000, what: `version ${buildId} to be current` },
  );
}

/** The versions that have carried out the workflow tasks of an execution. */
async function buildsOf(executionId: string): Promise<readonly (string | null | undefined)[]> {
  const { events } = await world.client.workflow.getHandle(executionId).fetchHistory();
  return (events ?? []).flatMap(({ workflowTaskCompletedEventAttributes: task }) =>
    task ? [task.deploymentVersion?.buildId] : [],
  );
}

test("an execution begins with the version that is current, and goes over to the next one when that is", async () => {
  // Each signal is a task, and Temporal tells its queues only after a while which version is current.
  const waits = Array.from({ length: 60 }, (_, index) => `wait${String(index)}`);
  await world.publish(
    "waits",
    graph(
      [start, ...waits.map((id) => node(id, "wait_for_signal", { name: "go" }))],
      edges(["start", ...waits].join(" > ")),
    ),
  );
  await makeCurrent("1");
  const executionId = await world.send("waits");
  await world.stepIs(executionId, waits[0]!, "waiting");
  const logger = createLogger({ service: "test", level: "silent" });
  second = await startWorker({ ...world.config, deployment: { name: NAME, buildId: "2" } }, logger);
  await makeCurrent("2");

  const handle = world.client.workflow.getHandle(executionId);
  let signals = 0;
  await waitFor(
    async () => {
      if ((await buildsOf(executionId)).at(-1) === "2") return true;
      await handle.signal("go", {});
      await world.stepIs(executionId, waits[++signals]!, "waiting");
      return false;
    },
    { timeoutMs: 60_000, what: "version 2 to carry out a task of the execution" },
  );
  expect((await buildsOf(executionId))[0]).toBe("1");
  for (; signals < waits.length; signals++) await handle.signal("go", {});
  expect(await world.closed(executionId)).toMatchObject({ status: "completed", mirrorOk: true });
}, 90_000);
