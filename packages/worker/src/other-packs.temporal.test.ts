import { Client, Connection } from "@temporalio/client";
import { NativeConnection, Worker } from "@temporalio/worker";
import { createActivityHost, type NodeActivity } from "@tempograph/activities";
import { definitionHash, type AttemptReport, type Graph, type StepMeta } from "@tempograph/graph";
import { projectHistory } from "@tempograph/mirror";
import { quietTemporalRuntime, temporalAddress, uniqueTaskQueue, waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { regionActivity } from "./region/region-activity.ts";
import { definitionOf } from "./test-kit/temporal-driver.ts";
import { testBundle } from "./test-kit/test-bundle.ts";

let client: Client;
/** The SDK allows one worker of a task queue for each connection. */
let connections: readonly NativeConnection[];
const attempts: AttemptReport[] = [];
const host = createActivityHost({ packs: [], worker: "bare", onAttempt: (report) => attempts.push(report) });

beforeAll(async () => {
  quietTemporalRuntime();
  const address = temporalAddress();
  client = new Client({ connection: await Connection.connect({ address }) });
  connections = [await NativeConnection.connect({ address }), await NativeConnection.connect({ address })];
});
afterAll(async () => {
  await Promise.all([client.connection.close(), ...connections.map((each) => each.close()), host.close()]);
});

async function worker(connection: NativeConnection, taskQueue: string, nodes: Record<string, NodeActivity>) {
  const activities = { ...nodes, ...regionActivity({ activities: nodes, onTrace: () => {} }) };
  const sinks = { tempograph: { trace: { fn: () => {}, callDuringReplay: false } } };
  return await Worker.create({ connection, taskQueue, activities, sinks, workflowBundle: await testBundle(false) });
}

/** What a worker has whose pack brings the probe. */
const probe: NodeActivity = (_input, { path }: StepMeta) => Promise.resolve({ output: path, path, time: Date.now() });

// start ─▶ a ─▶ b, and c beside them
const graph = (durability: "step" | "burst"): Graph => ({
  nodes: [{ id: "start", type: "start", data: {} }, ...["a", "b", "c"].map((id) => ({ id, type: "probe", data: {} }))],
  edges: [
    { id: "1", source: "start", target: "a" },
    { id: "2", source: "a", target: "b" },
    { id: "3", source: "start", target: "c" },
  ],
  settings: { durability },
});

test.each(["step", "burst"] as const)(
  "while a new pack is rolled out, steps wait for a worker that has it (lane %s)",
  async (lane) => {
    const taskQueue = uniqueTaskQueue("packs");
    const definition = definitionOf("packs", graph(lane));
    expect(definition.nodes.slice(1).map((node) => node.lane)).toEqual([lane, lane, lane]);
    const workflowId = `${taskQueue}-1`;
    const event = { id: "evt", type: "test", source: "test", time: "2026-01-01T00:00:00.000Z", data: {} };
    const start = { definition, definitionHash: definitionHash(definition), event, unsignedOperations: true };
    const bare = await worker(connections[0]!, taskQueue, { ...host.activities });
    const handle = await bare.runUntil(async () => {
      const started = await client.workflow.start("packs", { taskQueue, workflowId, args: [start] });
      await waitFor(() =>
        ["a", "c"].every((path) =>
          attempts.some((report) => report.executionId === workflowId && report.path === path),
        ),
      );
      // The worker without the pack goes on working beside the other one.
      const full = await worker(connections[1]!, taskQueue, { ...host.activities, probe });
      await full.runUntil(() => started.result());
      return started;
    });
    const { events } = await handle.fetchHistory();
    const { status, steps, problems } = projectHistory(workflowId, events ?? []);
    expect({ status, problems }).toEqual({ status: "completed", problems: [] });
    const completed = steps.filter((step) => step.status === "completed").map(({ path }) => path);
    expect(completed.toSorted()).toEqual(["a", "b", "c", "start"]);
    expect(attempts.find((report) => report.failure !== undefined)?.failure?.code).toBe("NODE_TYPE_UNKNOWN");
    const replayed = Worker.runReplayHistory(
      { workflowBundle: await testBundle(false) },
      { events: events ?? [] },
      workflowId,
    );
    await expect(replayed).resolves.toBeUndefined();
  },
  120_000,
);
