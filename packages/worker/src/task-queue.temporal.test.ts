import { Context } from "@temporalio/activity";
import { NativeConnection, Worker } from "@temporalio/worker";
import { contractProblems, type JsonObject, type StepMeta, type StepResult } from "@tempograph/graph";
import { edges, graph, node, probe, start } from "@tempograph/graph/conformance";
import { temporalAddress, uniqueTaskQueue } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTemporalDriver, type TemporalDriver } from "./test-kit/temporal-driver.ts";

// A step names the task queue whose workers execute it. The worker of this test runs no workflows and knows only the contract, as
// a worker in another language would.

let driver: TemporalDriver;
let other: { readonly taskQueue: string; stop(): Promise<void> };
const seen: { input: JsonObject; meta: StepMeta; queue: string }[] = [];

beforeAll(async () => {
  driver = await startTemporalDriver();
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  const taskQueue = uniqueTaskQueue();
  const worker = await Worker.create({
    connection,
    taskQueue,
    activities: {
      probe: (input: JsonObject, meta: StepMeta): Promise<StepResult> => {
        seen.push({ input, meta, queue: Context.current().info.taskQueue });
        return Promise.resolve({ output: { from: "the other worker" }, port: "left" });
      },
    },
    dataConverter: { payloadCodecs: [driver.payloadCodec] },
  });
  const running = worker.run();
  other = {
    taskQueue,
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}, 60_000);
afterAll(async () => {
  await other.stop();
  await driver.stop();
});

// start ─▶ here ─▶ there(other queue) ─left▶ back      (burst)
test("a step runs on the task queue of its node and other steps run on ours; its input and result fit the contract", async () => {
  const result = await driver.run("queues", {
    graph: graph(
      [
        start,
        probe("here", { give: 1 }),
        probe("there", { n: "{{ steps.here }}" }, { taskQueue: other.taskQueue }),
        probe("back", { from: "{{ steps.there.from }}" }),
        node("end", "end", { output: "{{ steps.there.from }}" }),
      ],
      edges("start > here > there", "there:left > back > end"),
      { durability: "burst" },
    ),
  });
  expect(result).toMatchObject({ status: "completed", output: { end: "the other worker" } });
  expect(result.projections.flatMap(({ problems }) => problems)).toEqual([]);
  expect(seen).toMatchObject([{ input: { n: 1 }, queue: other.taskQueue, meta: { path: "there", nodeId: "there" } }]);
  expect(contractProblems("StepMeta", seen[0]!.meta)).toEqual([]);
});
