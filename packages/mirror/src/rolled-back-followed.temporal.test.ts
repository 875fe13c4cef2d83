import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startTemporal, type LocalTemporal } from "@tempograph/local-stack";
import { openRoad, waitFor, type Road } from "@tempograph/testing";
import { Connection } from "@temporalio/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMirrorWorld, type MirrorWorld } from "./test-kit/mirror-world.ts";

let folder: string;
let port: number;
let temporal: LocalTemporal;
let world: MirrorWorld;
let road: Road;
let connection: Connection;
const start = (name: string) => startTemporal({ dataDir: join(folder, name), port, ui: false, address: "" });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tempograph-followed-"));
  port = await freePort();
  temporal = await start("now");
  world = await createMirrorWorld({ address: temporal.address });
  road = await openRoad(temporal.address);
  connection = await Connection.connect({ address: road.address });
});
afterAll(async () => {
  await world.stop();
  await connection.close();
  await road.close();
  await temporal.stop();
  await rm(folder, { recursive: true, force: true });
});

const replaceTemporal = (name: string, whileAway?: () => Promise<void>) =>
  world.withoutWorker(async () => {
    await temporal.stop();
    await whileAway?.();
    temporal = await start(name);
  });

// The server says that it is not available to whoever reads on from the middle of a batch, for as long as he asks.
test("I3: the history that a mirror follows is read anew where its place has become the middle of a batch in an older copy", async () => {
  const mirror = world.mirror({ client: { connection }, sweep: { openForMs: 0 } });
  const run = await world.start({
    nodes: [
      { id: "start", type: "start", data: {} },
      { id: "go", type: "wait_for_signal", data: { name: "go" } },
      { id: "other", type: "wait_for_signal", data: { name: "other" } },
      { id: "b", type: "probe", data: {} },
    ],
    edges: [
      { id: "e1", source: "start", target: "go" },
      { id: "e2", source: "start", target: "other" },
      { id: "e3", source: "other", target: "b" },
    ],
  });
  const execution = () =>
    world.db
      .selectFrom("executions")
      .select(["mirror_ok", "mirror_problem"])
      .where("id", "=", run.executionId)
      .executeTakeFirstOrThrow();
  const handle = world.client.workflow.getHandle(run.executionId);
  const isMirrored = async (events: number) => (await world.compare(run)).stored.length === events;
  const waitsFor = (holds: () => Promise<boolean>) =>
    waitFor(
      async () => {
        await mirror.sweep().catch(() => undefined);
        return await holds();
      },
      { timeoutMs: 100_000 },
    );

  await waitsFor(() => isMirrored(4));
  await replaceTemporal("now", () => cp(join(folder, "now"), join(folder, "older"), { recursive: true }));
  await waitFor(() => handle.signal("go").then(() => true), { timeoutMs: 30_000 });
  // The workflow task that takes the signal schedules nothing, so its end, event 8, is a batch of its own.
  await waitsFor(() => isMirrored(8));

  await road.close();
  await replaceTemporal("older");
  // Here the end of the task and what it schedules are one batch: events 8 and 9.
  await waitFor(() => handle.signal("other").then(() => true), { timeoutMs: 30_000 });
  await waitFor(async () => ((await handle.describe()).historyLength ?? 0) > 9, { timeoutMs: 30_000 });
  await road.open();

  await waitsFor(async () => (await execution()).mirror_ok === false);
  expect((await execution()).mirror_problem).toEqual([
    expect.objectContaining({ code: "TEMPORAL_ROLLED_BACK", message: expect.stringContaining("has another event 8") }),
  ]);
}, 200_000);
