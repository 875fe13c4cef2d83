import { jsonb, openDatabase, setTriggerPaused, sumLedger } from "@tempograph/db";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ingestEvents } from "../ingest/ingest-events.ts";
import { coordinationWorld, type CoordinationWorld } from "../testing/coordination-world.ts";
import { publish } from "../testing/publish.ts";
import { recordingLogger } from "../testing/recording-logger.ts";
import { dispatchEvents } from "./dispatch-events.ts";
import { createLiveTriggers } from "./live-triggers.ts";

// Each pair of an event and a workflow that it could concern has exactly one outcome, whenever the event is matched (I12).

let world: CoordinationWorld;
beforeAll(async () => {
  world = await coordinationWorld();
});
afterAll(() => world.end());

const setStatus = (id: string, status: "active" | "archived") =>
  world.db.updateTable("workflows").set({ status }).where("id", "=", id).execute();
const goBackTo = (id: string, version: number) =>
  world.db.updateTable("workflows").set({ published_version: version }).where("id", "=", id).execute();
const send = async (type: string, data = {}, project = "main") =>
  (await ingestEvents(world.db, [{ type, data, project }]))[0]!.id;
const dispatcher = () => ({
  ...{ db: world.db, liveTriggers: createLiveTriggers(), logger: recordingLogger(), begunEvents: new Map() },
});
let deps: ReturnType<typeof dispatcher>;
beforeEach(() => {
  deps = dispatcher();
});
async function dispatchAll(): Promise<void> {
  while ((await dispatchEvents(deps, 100, 0)).mayBeMore);
}
const startedBy = async (eventId: string) =>
  (
    await world.db
      .selectFrom("executions")
      .select(["workflow_id as id", "workflow_version as version"])
      .where("event_id", "=", eventId)
      .orderBy("workflow_id")
      .execute()
  ).map(({ id, version }) => `${id} ${version}`);
const of = (type: string) => ({ type, source: "api" });
const accountOf = async (eventId: string) =>
  await world.db
    .selectFrom("events")
    .select(["concerned", "filtered", "matched"])
    .where("id", "=", eventId)
    .executeTakeFirstOrThrow();

test("an event is matched with the triggers that were live when it was stored, however late that is", async () => {
  const events = [await send("order")];
  await publish(world.db, { id: "wf_late", version: 1, triggers: [{ eventType: "order" }] });
  events.push(await send("order"));
  await publish(world.db, { id: "wf_late", version: 2, triggers: [{ eventType: "order.*" }, { eventType: "order" }] });
  events.push(await send("order"));
  await goBackTo("wf_late", 1);
  events.push(await send("order"));
  await setStatus("wf_late", "archived");
  events.push(await send("order"));
  await setStatus("wf_late", "active");
  events.push(await send("order"));
  await setStatus("wf_late", "archived");
  await dispatchAll();
  expect(await Promise.all(events.map(startedBy))).toEqual([
    ...[[], ["wf_late 1"], ["wf_late 2"], ["wf_late 1"], [], ["wf_late 1"]],
  ]);
  expect(await Promise.all(events.map(async (id) => (await accountOf(id)).concerned))).toEqual([0, 1, 1, 1, 0, 1]);
});

test("a trigger that is paused takes no event; the workflow is concerned, and filtered", async () => {
  await publish(world.db, { id: "wf_paused", triggers: [{ id: "a", eventType: "tick" }] });
  const before = await send("tick");
  const row = { workflow_id: "wf_paused", trigger_id: "a", kind: "event", version: 1, config: jsonb({}) };
  await world.db.insertInto("workflow_triggers").values(row).execute();
  const key = { workflowId: "wf_paused", triggerId: "a" };
  await setTriggerPaused(world.db, key, "kim");
  const during = await send("tick");
  await setTriggerPaused(world.db, key, null);
  const after = await send("tick");
  await dispatchAll();
  expect(await Promise.all([before, during, after].map(accountOf))).toEqual([
    { concerned: 1, filtered: 0, matched: 1 },
    { concerned: 1, filtered: 1, matched: 0 },
    { concerned: 1, filtered: 0, matched: 1 },
  ]);
});

test("a condition that cannot be evaluated is an outcome with its reason: rejected", async () => {
  await publish(world.db, { id: "wf_broken", triggers: [{ eventType: "bad", condition: "{{ payload.a.b > 1 }}" }] });
  await publish(world.db, { id: "wf_sound", triggers: [{ eventType: "bad" }] });
  const event = await send("bad", { a: "text" });
  await dispatchAll();
  expect(await accountOf(event)).toEqual({ concerned: 2, filtered: 0, matched: 1 });
  expect(await world.db.selectFrom("event_outcomes").selectAll().where("event_id", "=", event).execute()).toMatchObject(
    [
      {
        ...{ project: "main", workflow_id: "wf_broken", workflow_version: 1, trigger_id: null, outcome: "rejected" },
        reason: {
          code: expect.any(String),
          path: "/triggers/0/condition",
          message: expect.stringContaining("trigger0"),
        },
      },
    ],
  );
});

test("the equation of the ledger holds, and it names an event whose outcome is missing or that has two", async () => {
  await publish(world.db, { id: "wf_sum", triggers: [{ eventType: "sum", condition: { var: "yes" } }] });
  await publish(world.db, { id: "wf_sum2", triggers: [{ eventType: "sum" }] });
  const [both, one] = [await send("sum", { yes: true }), await send("sum", { yes: false })];
  await dispatchAll();
  const sum = await sumLedger(world.db);
  expect(sum.wrong).toEqual([]);
  expect(sum.concerned).toBe(sum.started + sum.filtered + sum.rejected + sum.held + sum.deduplicated + sum.batched);
  const rejected = {
    ...{ project: "main", event_id: both, workflow_id: "wf_sum", workflow_version: 1, outcome: "held" as const },
    reason: "{}" as never,
  };
  await world.db.insertInto("event_outcomes").values(rejected).execute();
  await world.db.deleteFrom("executions").where("event_id", "=", one).execute();
  expect((await sumLedger(world.db)).wrong.toSorted()).toEqual([both, one].toSorted());
  await world.db.deleteFrom("event_outcomes").where("event_id", "=", both).execute();
  await world.db.updateTable("events").set({ concerned: 1 }).where("id", "=", one).execute();
});

test("I13: a change in a project reads nothing of another, and of its own project only what has changed", async () => {
  for (const project of ["north", "south"])
    for (const n of [1, 2])
      await publish(world.db, { id: `wf_${project}${n}`, project, triggers: [{ eventType: "go" }] });
  const stamp = async (project: string) =>
    (
      await world.db
        .selectFrom("trigger_sets")
        .select("version")
        .where("project", "=", project)
        .executeTakeFirstOrThrow()
    ).version;
  const [north, south] = [await stamp("north"), await stamp("south")];
  const live = createLiveTriggers();
  const event = (project: string, version: number) => ({ project, trigger_set_version: version });
  await live(world.db, [event("north", north), event("south", south)]);

  await publish(world.db, { id: "wf_north2", project: "north", version: 2, triggers: [{ eventType: "stop" }] });
  expect([await stamp("north"), await stamp("south")]).toEqual([north + 1, south]);
  const nowhere = openDatabase("postgres://127.0.0.1:1/none");
  await expect(live(nowhere, [event("south", south)])).resolves.toBeDefined();
  await expect(live(nowhere, [event("north", north + 1)])).rejects.toThrow();

  // What has not changed would be read anew as `changed` if it were read.
  await world.db.updateTable("live_triggers").set({ name: "changed" }).where("workflow_id", "=", "wf_north1").execute();
  const triggers = (await live(world.db, [event("north", north), event("north", north + 1)])).get("north")!;
  expect(triggers.find(of("go"), north).map(({ id, name }) => `${id} ${name}`)).toEqual([
    "wf_north1 Test",
    "wf_north2 Test",
  ]);
  expect(triggers.find(of("go"), north + 1).map(({ id }) => id)).toEqual(["wf_north1"]);
  expect(triggers.find(of("stop"), north + 1).map(({ id, version }) => `${id} ${version}`)).toEqual(["wf_north2 2"]);
});

test("calls at the same time take each change once", async () => {
  const live = createLiveTriggers();
  const event = async () => {
    const set = world.db.selectFrom("trigger_sets").select("version").where("project", "=", "race");
    return { project: "race", trigger_set_version: (await set.executeTakeFirstOrThrow()).version };
  };
  await publish(world.db, { id: "wf_race", project: "race", triggers: [{ eventType: "go" }] });
  const first = await event();
  await live(world.db, [first]);
  for (let version = 2; version < 5; version += 1)
    await publish(world.db, { id: "wf_race", project: "race", version, triggers: [{ eventType: "go" }] });
  const last = await event();
  const found = await Promise.all(Array.from({ length: 5 }, () => live(world.db, [first, last])));
  for (const sets of found) {
    const triggers = sets.get("race")!;
    expect(triggers.find(of("go"), first.trigger_set_version).map(({ version }) => version)).toEqual([1]);
    expect(triggers.find(of("go"), last.trigger_set_version).map(({ version }) => version)).toEqual([4]);
    expect(triggers.find(of("go"), last.trigger_set_version - 1).map(({ version }) => version)).toEqual([3]);
  }
});

test("after thousands of changes the triggers in memory still answer for every event that waits", async () => {
  const live = createLiveTriggers();
  for (let version = 1; version <= 30; version += 1)
    await publish(world.db, { id: "wf_busy", project: "busy", version, triggers: [{ eventType: `v${version}` }] });
  const event = (version: number) => ({ project: "busy", trigger_set_version: version });
  const only = async (...stamps: number[]) => {
    const triggers = (await live(world.db, stamps.map(event))).get("busy")!;
    return stamps.map((stamp) => triggers.find(of(`v${stamp}`), stamp).map(({ version }) => version));
  };
  expect(await only(30)).toEqual([[30]]);
  expect(await only(3, 30)).toEqual([[3], [30]]);
  const busy = (version: number, until: number | null) => ({
    ...{ project: "busy", workflow_id: "wf_busy", version: 30, name: "Busy" },
    ...{ from_version: version, until_version: until },
  });
  const ended = Array.from({ length: 1_069 }, (_, n) => busy(31 + n, 32 + n));
  await world.db.transaction().execute(async (trx) => {
    await trx
      .updateTable("live_triggers")
      .set({ until_version: 31 })
      .where("workflow_id", "=", "wf_busy")
      .where("until_version", "is", null)
      .execute();
    await trx
      .insertInto("live_triggers")
      .values([...ended, busy(1_100, null)])
      .execute();
    await trx.updateTable("trigger_sets").set({ version: 1_100 }).where("project", "=", "busy").execute();
  });
  const triggers = (await live(world.db, [event(29), event(1_100)])).get("busy")!;
  expect(triggers.find(of("v29"), 29)).toHaveLength(1);
  const late = (await live(world.db, [event(1_100)])).get("busy")!;
  expect(late.find(of("v30"), 1_100)).toHaveLength(1);
  expect(await only(2)).toEqual([[2]]);
});
