import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ScheduleNotFoundError } from "@temporalio/client";
import { findExecutions, setTriggerPaused } from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import { edges, graph, node, start } from "@tempograph/graph/conformance";
import { openRoad, temporalAddress, waitFor, type Road } from "@tempograph/testing";
import { endTriggers, lookAtSchedules, noteOf, scheduleIdOf } from "@tempograph/triggers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { workerWorld, type WorkerWorld } from "./test-kit/worker-world.ts";

// The worker reaches Temporal by a road that a test closes, and payloads are encrypted: a tick has to pass without any.

let world: WorkerWorld;
let road: Road;
let folder: string;
beforeAll(async () => {
  road = await openRoad(temporalAddress());
  folder = await mkdtemp(join(tmpdir(), "tempograph-schedules-"));
  world = await workerWorld({
    connection: { address: road.address },
    payloadKeys: { file: join(folder, "payload-keys.json"), make: true, encrypt: true },
  });
}, 60_000);
afterAll(async () => {
  await world.end();
  await road.close();
  await rm(folder, { recursive: true, force: true });
});

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

test("what is published, changed, paused and archived while Temporal is away comes to it when it is back", async () => {
  const yearly = (hour: number) => [trigger({ cron: `0 ${hour} 1 1 *` })];
  const [paused, changed, archived] = await Promise.all(
    ["away_paused", "away_changed", "away_archived"].map((name) => world.publish(name, at, yearly(8))),
  );
  for (const id of [paused!, changed!, archived!]) await inLine(id);
  await road.close();
  const published = await world.publish("away_published", at, yearly(8));
  await setTriggerPaused(world.db, { workflowId: paused!, triggerId: "clock" }, "kim");
  await world.publish("away_changed", at, yearly(9));
  await world.db.transaction().execute((tx) => endTriggers(tx, archived!));
  const ids = [published, paused!, changed!, archived!];
  const claimed = () =>
    world.db.selectFrom("workflow_triggers").select("lease_until").where("workflow_id", "in", ids).execute();
  await waitFor(async () => (await claimed()).some(({ lease_until }) => lease_until !== null));
  await road.open();
  for (const id of ids) await inLine(id);
  const next = async (id: string) => (await scheduleOf(id).describe()).info.nextActionTimes[0]?.toISOString();
  expect([await next(published), await next(changed!)]).toEqual([
    expect.stringContaining("-01-01T08:00"),
    expect.stringContaining("-01-01T09:00"),
  ]);
  expect((await scheduleOf(paused!).describe()).state.paused).toBe(true);
  await expect(scheduleOf(archived!).describe()).rejects.toBeInstanceOf(ScheduleNotFoundError);
}, 120_000);

test("what a time of a real Schedule starts while an execution of it is open is said by its overlap", async () => {
  // start ─▶ w (waits until the test lets all go on)
  const waits = graph(
    [start, node("w", "wait_for_event", { eventType: "overlap.go", lookBack: "1h" })],
    edges("start > w"),
  );
  const overlaps = ["allowAll", "skip", "bufferOne", "bufferAll", "cancelOther"] as const;
  const ids = await Promise.all(
    overlaps.map((overlap) => world.publish(`overlap_${overlap}`, waits, [trigger({ every: "1s", overlap })])),
  );
  /** What became of each time, in their order. */
  const outcomes = async (id: string): Promise<readonly string[]> => {
    const [executions, others] = await Promise.all([
      world.db.selectFrom("executions").selectAll().where("workflow_id", "=", id).execute(),
      world.db.selectFrom("event_outcomes").selectAll().where("workflow_id", "=", id).execute(),
    ]);
    return (await ticksOf(id)).map((tick) => {
      const other = others.find((each) => each.event_id === tick.id);
      if (other !== undefined) return `${other.outcome} ${other.reason.code}`;
      return executions.find((each) => each.event_id === tick.id)?.status ?? "not matched";
    });
  };
  const all = async () =>
    Object.fromEntries(await Promise.all(ids.map(async (id, n) => [overlaps[n]!, await outcomes(id)] as const)));
  await waitFor(async () => Object.values(await all()).every((each) => each.length >= 4), {
    timeoutMs: 40_000,
    what: "four times of each schedule",
  });
  for (const id of ids) await world.db.transaction().execute((tx) => endTriggers(tx, id));
  for (const id of ids) await inLine(id);
  const isOpen = (outcome: string) => outcome === "running" || outcome === "pending";
  const counted = (list: readonly string[], what: string) => list.filter((each) => each === what).length;
  const open = await waitFor(
    async () => {
      const now = await all();
      const decided = Object.values(now)
        .flat()
        .every((each) => !/not matched|UNDECIDED|WAITS_FOR_CANCEL|pending/.test(each));
      return decided && now;
    },
    { timeoutMs: 20_000, what: "all times to be decided" },
  );
  const [no, waiting] = ["rejected START_NO_PLACE", "held START_NO_PLACE"];
  expect(open["allowAll"]!.every(isOpen)).toBe(true);
  expect(open["skip"]).toEqual(["running", ...open["skip"]!.slice(1).map(() => no)]);
  expect(open["bufferOne"]).toEqual(["running", waiting, ...open["bufferOne"]!.slice(2).map(() => no)]);
  expect(open["bufferAll"]).toEqual(["running", ...open["bufferAll"]!.slice(1).map(() => waiting)]);
  expect(open["cancelOther"]!.at(-1)).toBe("running");
  expect(open["cancelOther"]!.slice(0, -1).filter(isOpen)).toEqual([]);
  expect(open["cancelOther"]!.slice(0, -1)).toContain("cancelled");

  await world.emit("overlap.go");
  const ended = await waitFor(
    async () => {
      const now = await all();
      const isOver = (each: string) => !isOpen(each) && !each.startsWith("held");
      return Object.values(now).flat().every(isOver) && now;
    },
    { timeoutMs: 30_000, what: "all executions to end" },
  );
  expect(overlaps.map((overlap) => counted(ended[overlap]!, "completed"))).toEqual([
    ...[ended["allowAll"]!.length, 1, 2, ended["bufferAll"]!.length, 1],
  ]);
}, 120_000);
