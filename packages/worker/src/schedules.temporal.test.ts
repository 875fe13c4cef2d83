import { ScheduleNotFoundError } from "@temporalio/client";
import { findExecutions, setTriggerPaused } from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import { edges, graph, node, start } from "@tempograph/graph/conformance";
import { waitFor } from "@tempograph/testing";
import { endTriggers, lookAtSchedules, noteOf, scheduleIdOf } from "@tempograph/triggers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { workerWorld, type WorkerWorld } from "./test-kit/worker-world.ts";

let world: WorkerWorld;
beforeAll(async () => {
  world = await workerWorld();
}, 60_000);
afterAll(() => world.end());

// start ─▶ t (transform)
const at = graph([start, node("t", "transform", { output: "{{ payload.scheduledFor }}" })], edges("start > t"));
const trigger = (config: JsonObject) => ({ kind: "schedule", id: "clock", config });
const ticksOf = (id: string) =>
  world.db
    .selectFrom("events")
    .select(["id", "type", "time", "data", "subject"])
    .where("source", "=", `tempograph:schedule/${id}/clock`)
    .orderBy("time")
    .execute();
const scheduleOf = (workflowId: string) =>
  world.client.schedule.getHandle(scheduleIdOf({ workflowId, triggerId: "clock" }));

/** Waits until the trigger's Schedule is as its row says. */
const inLine = (workflowId: string) =>
  waitFor(async () => {
    const rows = await world.db
      .selectFrom("workflow_triggers")
      .select(["revision", "synced_revision"])
      .where("workflow_id", "=", workflowId)
      .execute();
    return rows.every((row) => row.revision === row.synced_revision);
  });

test("each time of a schedule becomes one event, which starts an execution", async () => {
  const id = await world.publish("second", at, [trigger({ every: "1s" })]);
  await waitFor(async () => (await ticksOf(id)).length >= 3, { timeoutMs: 20_000 });
  await world.db.transaction().execute((tx) => endTriggers(tx, id));
  await inLine(id);
  const ticks = await ticksOf(id);
  const times = ticks.map(({ time }) => time.getTime());
  expect(times).toEqual(times.map((_, index) => times[0]! + index * 1_000));
  expect(ticks[0]).toMatchObject({
    type: "schedule.fired",
    subject: "clock",
    data: {
      scheduledFor: ticks[0]!.time.toISOString(),
      timeZone: "UTC",
      localTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      firedAt: expect.any(String),
    },
  });
  const executions = await waitFor(async () => {
    const found = await world.executionsOf("second");
    return found.length >= 3 && found.every(({ status }) => status === "completed") && found;
  });
  const [first] = await findExecutions(world.db, [executions[0]!.id]);
  expect(first).toMatchObject({ output: { t: ticks[0]!.time.toISOString() } });
});

test("a Schedule follows its trigger: it is changed, paused, resumed, and removed when the workflow is archived", async () => {
  const id = await world.publish("follow", at, [trigger({ cron: "0 9 1 1 *", timeZone: "Europe/Berlin" })]);
  await inLine(id);
  const made = await scheduleOf(id).describe();
  expect(made.state.paused).toBe(false);
  expect(made.action).toMatchObject({ workflowType: "tempographScheduleTick" });
  expect(made.raw.schedule?.action?.startWorkflow?.input?.payloads ?? []).toEqual([]);
  expect(made.info.nextActionTimes[0]?.toISOString()).toMatch(/-01-01T08:00:00.000Z$/);

  await world.publish("follow", at, [trigger({ cron: "0 10 1 1 *", timeZone: "Europe/Berlin" })]);
  await inLine(id);
  expect((await scheduleOf(id).describe()).info.nextActionTimes[0]?.toISOString()).toMatch(/-01-01T09:00:00.000Z$/);

  const key = { workflowId: id, triggerId: "clock" };
  await world.db.transaction().execute((tx) => setTriggerPaused(tx, key, "kim"));
  await inLine(id);
  expect((await scheduleOf(id).describe()).state.paused).toBe(true);
  await world.db.transaction().execute((tx) => setTriggerPaused(tx, key, null));
  await inLine(id);
  expect((await scheduleOf(id).describe()).state.paused).toBe(false);

  await world.db.transaction().execute((tx) => endTriggers(tx, id));
  await inLine(id);
  await expect(scheduleOf(id).describe()).rejects.toBeInstanceOf(ScheduleNotFoundError);
});

test("a backfill makes up for times that are over, and stores nothing twice", async () => {
  const id = await world.publish("past", at, [trigger({ cron: "0 * * * *" })]);
  await inLine(id);
  const range = { start: new Date("2026-01-01T00:30:00Z"), end: new Date("2026-01-01T04:30:00Z") };
  const hours = [1, 2, 3, 4].map((hour) => `2026-01-01T0${hour}:00:00`);
  /** The runs of the ticks, once all of them have ended. */
  const runs = async (but: readonly string[]): Promise<readonly string[] | false> => {
    const found = await Promise.all(
      hours.map((hour) => world.client.workflow.getHandle(`${scheduleOf(id).scheduleId}-${hour}Z`).describe()),
    );
    const ended = found.every(({ status, runId }) => status.name === "COMPLETED" && !but.includes(runId));
    return ended && found.map(({ runId }) => runId);
  };
  await scheduleOf(id).backfill(range);
  const first = await waitFor(() => runs([]).catch(() => false as const), { timeoutMs: 20_000, what: "the ticks" });
  await scheduleOf(id).backfill(range);
  await waitFor(() => runs(first), { timeoutMs: 20_000, what: "the same ticks again" });
  expect((await ticksOf(id)).map(({ time }) => time.toISOString())).toEqual(hours.map((hour) => `${hour}.000Z`));
});

test("a Schedule that somebody deletes, pauses or changes in Temporal by hand is made again as it was published", async () => {
  const yearly = { cron: "0 9 1 1 *", timeZone: "Europe/Berlin" };
  const ids = await Promise.all(
    ["untouched", "deleted", "paused", "changed"].map((name) => world.publish(name, at, [trigger(yearly)])),
  );
  for (const id of ids) await inLine(id);
  const [untouched, deleted, paused, changed] = ids as [string, string, string, string];
  const before = (await scheduleOf(untouched).describe()).info.lastUpdatedAt;
  await scheduleOf(deleted).delete();
  await scheduleOf(paused).pause("by hand");
  await scheduleOf(changed).update((schedule) => ({ ...schedule, spec: { intervals: [{ every: "1h" }] } }));
  const warned: unknown[] = [];
  const logger = { debug() {}, info() {}, error() {}, warn: (what: unknown) => void warned.push(what) };
  const look = () => lookAtSchedules({ client: world.client, db: world.db, logger }, noteOf, 0);
  const isAsPublished = async (id: string) => {
    const { state, info } = await scheduleOf(id).describe();
    return !state.paused && /-01-01T08:00:00.000Z$/.test(info.nextActionTimes[0]!.toISOString());
  };
  await waitFor(
    async () => {
      await look();
      for (const id of ids) await inLine(id);
      return (await Promise.all(ids.map(isAsPublished))).every(Boolean);
    },
    { timeoutMs: 20_000, what: "all to be as published" },
  );
  expect((await scheduleOf(untouched).describe()).info.lastUpdatedAt).toEqual(before);
  expect(warned.length).toBeGreaterThanOrEqual(3);
});
