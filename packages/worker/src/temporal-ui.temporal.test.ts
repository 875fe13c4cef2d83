import { randomUUID } from "node:crypto";
import { STEER_UPDATE, type Operation } from "@tempograph/graph";
import { edges, graph, node, start } from "@tempograph/graph/conformance";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { workerWorld, type WorkerWorld } from "./test-kit/worker-world.ts";

// What a person sees of an execution in Temporal's own Web UI, and the events that it costs.

let world: WorkerWorld;
beforeAll(async () => {
  world = await workerWorld({ historyLimit: 60 });
}, 60_000);
afterAll(() => world.end());

const ask = (executionId: string, operation: Operation) =>
  world.client.workflow.getHandle(executionId).executeUpdate(STEER_UPDATE, {
    args: [{ id: randomUUID(), by: { name: "kim", roles: ["admin"] }, time: Date.now(), operation }],
  });

const standing = async (executionId: string) =>
  (await world.client.workflow.getHandle(executionId).describe()).searchAttributes["TempographStanding"]?.[0];

async function details(executionId: string): Promise<string> {
  const metadata = await world.client.workflow
    .getHandle(executionId)
    .query<{ currentDetails?: string }>("__temporal_workflow_metadata");
  return metadata.currentDetails ?? "";
}

// start ─▶ wait(2h) ─▶ broken(pause)
test(
  "the list shows workflow, version, event and what a person has to do; the details show which steps are open",
  { timeout: 60_000 },
  async () => {
    const id = await world.publish(
      "ui",
      graph(
        [
          start,
          node("wait", "delay", { duration: "2h" }),
          node(
            "broken",
            "http_call",
            { method: "GET", url: "http://127.0.0.1:1/" },
            { onError: "pause", retry: { maximumAttempts: 1 } },
          ),
        ],
        edges("start > wait > broken"),
      ),
    );
    expect(id).toBe("wf_ui");
    const executionId = await world.send("ui", { orderId: 7 });
    await world.stepIs(executionId, "wait", "waiting");
    const handle = world.client.workflow.getHandle(executionId);

    const { searchAttributes } = await handle.describe();
    expect(searchAttributes).toMatchObject({
      TempographProject: ["main"],
      TempographWorkflow: ["ui"],
      TempographVersion: [1],
      TempographEventType: ["ui"],
      TempographStanding: ["running"],
    });
    expect(await details(executionId)).toMatch(
      /^\*\*ui\*\*, version 1\n\n\* `wait` \(delay\): waits for a time until \d{4}-/,
    );

    const { events } = await handle.fetchHistory();
    const [first, second] = events![0]!.workflowExecutionStartedEventAttributes!.input!.payloads!;
    expect(Buffer.from(first!.data!).toString()).toMatch(/^\{"event":\{"data":\{"orderId":7\}/);
    expect(Buffer.from(first!.data!).toString()).not.toContain('"nodes"');
    expect(JSON.parse(Buffer.from(second!.data!).toString())).toMatchObject({ workflow: { name: "ui" } });

    await ask(executionId, { name: "pause" });
    expect(await standing(executionId)).toBe("paused");
    expect(await details(executionId)).toContain("**paused**");
    await ask(executionId, { name: "skipWait", path: "wait" });
    await ask(executionId, { name: "resume" });
    await waitFor(async () => (await standing(executionId)) === "incident");
    expect(await details(executionId)).toContain("`broken` (http\\_call): **failed, and waits for a person**");
    await waitFor(async () => {
      const found = [];
      for await (const { workflowId } of world.client.workflow.list({
        query: 'TempographWorkflow = "ui" AND TempographStanding = "incident"',
      }))
        found.push(workflowId);
      return found.includes(executionId);
    });
    await ask(executionId, { name: "skip", path: "broken", output: 1 });
    expect(await world.closed(executionId)).toMatchObject({ status: "completed" });
    const upserts = (await handle.fetchHistory()).events!.filter(
      (event) => event.upsertWorkflowSearchAttributesEventAttributes,
    );
    // The three events are for the pause, the resumption and the incident; the end needs none.
    expect(upserts).toHaveLength(3);
  },
);

// start ─▶ loop(60 rounds) │ go │
test("an execution that continues as new is found as before", { timeout: 60_000 }, async () => {
  await world.publish("chain", graph([start, ...loop(60)], edges("start > loop")));
  const executionId = await world.send("chain");
  const handle = world.client.workflow.getHandle(executionId);
  // The execution has its row before Temporal has its run.
  await waitFor(() => handle.describe(), { what: "the run" });
  for (let round = 0; round < 60; round += 1) await handle.signal("go", round);
  await world.closed(executionId);
  const { raw, searchAttributes } = await handle.describe();
  expect(raw.workflowExecutionInfo!.firstRunId).not.toBe(raw.workflowExecutionInfo!.execution!.runId);
  expect(searchAttributes).toMatchObject({ TempographWorkflow: ["chain"], TempographStanding: ["running"] });
});

const loop = (times: number) => [
  node("loop", "repeat", { times }),
  { ...node("wait", "wait_for_signal", { name: "go" }), parentId: "loop" },
];
