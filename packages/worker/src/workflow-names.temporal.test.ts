import { afterAll, beforeAll, expect, test } from "vitest";
import { edges, graph, node, start } from "@tempograph/graph/conformance";
import { workerWorld, type WorkerWorld } from "./test-kit/worker-world.ts";

let world: WorkerWorld;
beforeAll(async () => {
  world = await workerWorld();
}, 60_000);
afterAll(() => world.end());

// start ─▶ t (transform)
test.each(["toString", "constructor", "default", "__esModule", "tempographScheduleTick"])(
  "a workflow named %s runs like any other: the workflow type of its executions has no other meaning",
  async (name) => {
    await world.publish(
      name,
      graph([start, node("t", "transform", { output: "{{ payload.n + 1 }}" })], edges("start > t")),
    );
    const execution = await world.closed(await world.send(name, { n: 1 }));
    expect(execution).toMatchObject({ status: "completed", output: { t: 2 } });
  },
);
