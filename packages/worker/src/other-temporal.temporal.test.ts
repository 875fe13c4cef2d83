import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTemporalNamespace } from "@tempograph/db";
import { edges, graph, node, start } from "@tempograph/graph/conformance";
import { freePort, startTemporal, type LocalTemporal } from "@tempograph/local-stack";
import { createLogger, type ProcessLogger } from "@tempograph/runtime";
import { createTestNamespace, waitFor } from "@tempograph/testing";
import { expect, onTestFinished, test } from "vitest";
import { startWorker } from "./start-worker.ts";
import { workerWorld, type WorkerWorld } from "./test-kit/worker-world.ts";

const waits = graph([start, node("wait", "wait_for_signal", { name: "go" })], edges("start > wait"));
const silent = createLogger({ service: "test", level: "silent" });

async function runsAndWaits(world: WorkerWorld): Promise<string> {
  await world.publish("waits", waits);
  const id = await world.send("waits");
  await world.stepIs(id, "wait", "waiting");
  return id;
}

test("a worker that reaches another namespace does not start while executions run, unless that is accepted", async () => {
  const world = await workerWorld();
  onTestFinished(() => world.end());
  const other = await createTestNamespace();
  const config = { ...world.config, temporal: { ...world.config.temporal, namespace: other } };
  const known = (await findTemporalNamespace(world.db))!;
  expect(known).toMatchObject({ namespace: world.config.temporal.namespace });

  const id = await runsAndWaits(world);
  const { namespaceInfo } = await world.client.workflowService.describeNamespace({ namespace: other });
  const otherId = namespaceInfo!.id!;
  const refused = startWorker(config, silent);
  await expect(refused).rejects.toThrow(/TEMPORAL_CHANGED/);
  await expect(refused).rejects.toThrow(known.namespaceId);
  await expect(refused).rejects.toThrow(`TEMPOGRAPH_ACCEPT_TEMPORAL=${otherId}`);
  await expect(startWorker({ ...config, acceptTemporal: known.namespaceId }, silent)).rejects.toThrow(
    /TEMPORAL_CHANGED/,
  );
  expect(await findTemporalNamespace(world.db)).toEqual(known);
  const accepted = await startWorker({ ...config, acceptTemporal: otherId }, silent);
  await accepted.stop();
  // Nothing is started again in the new one by itself.
  const row = await world.db.selectFrom("executions").select("reconcile").where("id", "=", id).executeTakeFirst();
  expect(row).toEqual({ reconcile: null });
  expect(await findTemporalNamespace(world.db)).toMatchObject({ namespaceId: otherId });

  // Back again: without a running execution the change needs no consent.
  await world.client.workflow.getHandle(id).terminate();
  await world.db.updateTable("executions").set({ status: "terminated" }).where("id", "=", id).execute();
  const back = await startWorker(world.config, silent);
  await back.stop();
  expect(await findTemporalNamespace(world.db)).toMatchObject({ namespaceId: known.namespaceId });
}, 120_000);

test("I4: while another Temporal stands in the place of ours, a worker that runs starts nothing and marks nothing there, and goes on when ours is back", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tempograph-other-"));
  const port = await freePort();
  const startServer = (name: string) => startTemporal({ dataDir: join(folder, name), port, ui: false, address: "" });
  let temporal: LocalTemporal = await startServer("ours");
  const said: string[] = [];
  const say = (_: unknown, message?: string) => void said.push(String(message));
  const logger = Object.assign(Object.create(silent) as ProcessLogger, { error: say, warn: say, child: () => logger });
  const { address, namespace } = temporal;
  const world = await workerWorld({ server: { address, namespace }, logger });
  onTestFinished(async () => {
    await world.end();
    await temporal.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const heard = (text: string) =>
    waitFor(() => said.some((line) => line.startsWith(text)), { timeoutMs: 60_000, what: text });
  const id = await runsAndWaits(world);

  await temporal.stop();
  // The start of this one is under way while there is no server, so that the other one may take it.
  const during = await world.send("waits");
  temporal = await startServer("other");
  await heard("Another Temporal");
  const waiting = await world.send("waits");
  // Within four beats of the worker there are several rounds of the dispatcher, and a sweep.
  const beat = async () =>
    Number((await world.db.selectFrom("worker_processes").select("seen_at").executeTakeFirst())!.seen_at);
  const noticed = await beat();
  await waitFor(async () => (await beat()) > noticed + 7_000, { timeoutMs: 30_000 });
  const rows = await world.db
    .selectFrom("executions")
    .select(["id", "status", "missing_since"])
    .orderBy("seq")
    .execute();
  expect(rows).toEqual([
    { id, status: "running", missing_since: null },
    { id: during, status: expect.stringMatching(/^(running|pending)$/), missing_since: null },
    { id: waiting, status: "pending", missing_since: null },
  ]);
  const { executions } = await world.client.workflowService.listWorkflowExecutions({ namespace, query: "" });
  expect((executions ?? []).map(({ execution }) => execution?.workflowId)).not.toContain(waiting);

  await temporal.stop();
  temporal = await startServer("ours");
  await heard("Our Temporal is back");
  await world.stepIs(waiting, "wait", "waiting");
  // Ours has it, whoever took its first start, and the mirror follows the run of ours.
  await waitFor(
    async () => {
      const { runId } = await world.client.workflow.getHandle(during).describe();
      const row = await world.db.selectFrom("executions").select("run_id").where("id", "=", during).executeTakeFirst();
      return row?.run_id === runId;
    },
    { timeoutMs: 30_000, what: "the execution that was started during the swap to run in ours" },
  );
  await world.stepIs(during, "wait", "waiting");
  for (const each of [id, during, waiting]) await world.client.workflow.getHandle(each).signal("go", {});
  for (const each of [id, during, waiting])
    expect(await world.closed(each)).toMatchObject({ status: "completed", mirrorOk: true });
}, 180_000);
