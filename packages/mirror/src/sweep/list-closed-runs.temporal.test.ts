import { SCHEDULE_PREFIX, SCHEDULE_TICK_WORKFLOW } from "@tempograph/graph";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMirrorWorld, type MirrorWorld } from "../test-kit/mirror-world.ts";
import { listClosedRuns } from "./list-closed-runs.ts";

let world: MirrorWorld;
beforeAll(async () => {
  world = await createMirrorWorld();
}, 60_000);
afterAll(() => world.stop());

test("ticks of schedules are not listed, and a workflow of their type under the id of an execution is", async () => {
  const { client, taskQueue } = world;
  const ids = [`${SCHEDULE_PREFIX}wf_1-clock-2026-01-01T00:00:00Z`, `exe_forged-${taskQueue}`];
  for (const workflowId of ids) {
    const handle = await client.workflow.start(SCHEDULE_TICK_WORKFLOW, { workflowId, taskQueue });
    // No Schedule has started it, so it fails at once.
    await expect(handle.result()).rejects.toThrow();
  }
  const server = { connection: client.connection, namespace: "default", taskQueue };
  const listed = async () => {
    const found: string[] = [];
    for await (const page of listClosedRuns(server as never, 0)) found.push(...page.map((run) => run.executionId));
    return found;
  };
  await waitFor(async () => (await listed()).length > 0);
  expect(await listed()).toEqual([ids[1]]);
});
