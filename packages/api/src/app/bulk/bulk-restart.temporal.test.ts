import { Client, Connection } from "@temporalio/client";
import { jsonb, newId } from "@tempograph/db";
import { createTestNamespace, temporalAddress, uniqueTaskQueue, waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

// A job survives the process that works on it: another process continues it, and no item is carried out twice.

let namespace: string;
let client: Client;
let first: TestApi;
let workflow: string;
beforeAll(async () => {
  namespace = await createTestNamespace();
  client = new Client({ connection: await Connection.connect({ address: temporalAddress() }), namespace });
  first = await startTestApi({ temporalAddress: temporalAddress(), namespace });
  workflow = (await first.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
});
afterAll(async () => {
  await first.stop();
  await client.connection.close();
});

/** Starts executions on Temporal that no worker executes. */
async function openMany(count: number): Promise<readonly string[]> {
  const taskQueue = uniqueTaskQueue();
  const ids = await Promise.all(Array.from({ length: count }, () => insertExecution(first.db, workflow)));
  const queue = [...ids];
  const start = async (): Promise<void> => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop())
      await client.workflow.start("any", { workflowId: id, taskQueue });
  };
  await Promise.all(Array.from({ length: 10 }, start));
  return ids;
}

const progress = async (api: TestApi, id: string) => (await api.request("GET", `/bulk/${id}`)).body;

test("after a restart in the middle, a job continues where it was, and each signal arrives once", async () => {
  const ids = await openMany(400);
  const body = { filter: { workflowId: workflow }, action: { kind: "signal", signalName: "go" } };
  const { id } = (await first.request("POST", "/bulk", body)).body;
  await waitFor(async () => (await progress(first, id)).done >= 20);
  // Start another API on the same database and stop the first one, as a deployment does.
  const other = await startTestApi({ temporalAddress: temporalAddress(), namespace, databaseUrl: first.databaseUrl });
  try {
    await first.end();
    const left = await progress(other, id);
    expect(left.done).toBeLessThan(400);
    const done = await waitFor(
      async () => {
        const job = await progress(other, id);
        return job.status === "completed" ? job : undefined;
      },
      { timeoutMs: 30_000 },
    );
    expect(done).toMatchObject({ total: 400, done: 400, skipped: 0, failed: 0 });
    const histories = await Promise.all(ids.slice(0, 60).map((one) => client.workflow.getHandle(one).fetchHistory()));
    for (const { events } of histories)
      expect(events?.filter((event) => event.workflowExecutionSignaledEventAttributes)).toHaveLength(1);
  } finally {
    await other.stop();
  }
});

test("when the lease of a process that died runs out, another process takes the job", async () => {
  const other = await startTestApi({ temporalAddress: temporalAddress(), namespace, databaseUrl: first.databaseUrl });
  try {
    const ids = await openMany(10);
    // A process that dies leaves a job with a lease, with one item done and the others not.
    const id = newId("blk");
    await first.db.transaction().execute(async (tx) => {
      await tx
        .insertInto("bulk_jobs")
        .values({
          ...{ id, actor: "owner", actor_roles: ["admin"], action: "terminate", input: jsonb({}), filter: jsonb({}) },
          ...{ total: 10, done: 1, fence: 1, lease_until: new Date(Date.now() + 1_500) },
        })
        .execute();
      const items = ids.map((execution_id, index) => ({ job_id: id, ordinal: index + 1, execution_id }));
      await tx
        .insertInto("bulk_items")
        .values(
          items.map((item) => ({ ...item, outcome: item.ordinal === 1 ? ("done" as const) : ("pending" as const) })),
        )
        .execute();
    });
    const from = performance.now();
    expect(await progress(other, id)).toMatchObject({ status: "running", done: 1 });
    await waitFor(async () => (await progress(other, id)).status === "completed", { timeoutMs: 20_000 });
    expect(performance.now() - from).toBeGreaterThan(1_000);
    expect(await progress(other, id)).toMatchObject({ done: 10, skipped: 0, failed: 0 });
    // The item that was done before is not carried out again.
    expect((await client.workflow.getHandle(ids[0]!).describe()).status.name).toBe("RUNNING");
  } finally {
    await other.stop();
  }
});
