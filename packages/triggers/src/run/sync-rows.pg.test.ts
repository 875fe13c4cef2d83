import { findTriggers, setTriggerPaused } from "@tempograph/db";
import { waitFor } from "@tempograph/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testKind, triggerWorld, type TriggerWorld } from "../testing/trigger-world.ts";
import { TriggerSyncError } from "../trigger-kind.ts";

let world: TriggerWorld;
beforeEach(async () => {
  world = await triggerWorld();
});
afterEach(() => world.stop());

const trigger = (config: object = {}) => [{ kind: "manual", id: "t", config: config as never }];

const rows = () => world.db.selectFrom("workflow_triggers").selectAll().execute();

const isSynced = async () => (await rows()).every((row) => row.revision === row.synced_revision);

/** A kind that writes down what it was told. */
function recording() {
  const told: string[] = [];
  const kind = testKind({
    async sync(_deps, { status, config }) {
      told.push(`${status} ${JSON.stringify(config)}`);
    },
  });
  return { told, kind };
}

test("the outside is told of each change once, and not of a new version that changes nothing for it", async () => {
  const { told, kind } = recording();
  await world.runner(kind).start();
  await world.publish("wf_1", trigger({ a: 1 }));
  await waitFor(async () => told.length === 1 && (await isSynced()));
  await world.publish("wf_1", trigger({ a: 1 }), 2);
  await world.publish("wf_1", trigger({ a: 2 }), 3);
  await waitFor(async () => told.length === 2 && (await isSynced()));
  await setTriggerPaused(world.db, { workflowId: "wf_1", triggerId: "t" }, "kim");
  await waitFor(async () => told.length === 3 && (await isSynced()));
  // A pause outlives versions.
  await world.publish("wf_1", trigger({ a: 3 }), 4);
  await waitFor(async () => told.length === 4 && (await isSynced()));
  await setTriggerPaused(world.db, { workflowId: "wf_1", triggerId: "t" }, null);
  await waitFor(async () => told.length === 5 && (await isSynced()));
  await world.end("wf_1");
  await waitFor(async () => (await rows()).length === 0);
  expect(told).toEqual([
    ...['active {"a":1}', 'active {"a":2}', 'paused {"a":2}', 'paused {"a":3}', 'active {"a":3}', 'ended {"a":3}'],
  ]);
});

test("what fails is told with its problem and tried again until it succeeds; the problem keeps the moment since which it is there", async () => {
  let failures = 0;
  const kind = testKind({
    async sync() {
      failures += 1;
      if (failures <= 2) throw new TriggerSyncError("SLOT_MISSING", "The slot is gone.", "Resume the trigger.");
    },
  });
  await world.publish("wf_1", trigger());
  await world.runner(kind).start();
  await waitFor(async () => (await findTriggers(world.db, ["wf_1"]))[0]?.problem !== null);
  const [row] = await findTriggers(world.db, ["wf_1"]);
  expect(row!.problem).toEqual({
    ...{ code: "SLOT_MISSING", message: "The slot is gone.", hint: "Resume the trigger." },
    at: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  await waitFor(async () => {
    const again = (await findTriggers(world.db, ["wf_1"]))[0]!;
    if (again.problem !== null) expect(again.problem.at).toBe(row!.problem!.at);
    return again.problem === null && again.syncedRevision === again.revision;
  });
  expect(failures).toBe(3);
});

test("a worker that dies while it brings a trigger into line leaves it to another one, and no two do it at once", async () => {
  let underWay = 0;
  let most = 0;
  let calls = 0;
  const { promise: goneForGood, resolve: letGo } = Promise.withResolvers<void>();
  const dead = testKind({ sync: () => goneForGood });
  const alive = testKind({
    async sync() {
      calls += 1;
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      underWay -= 1;
    },
  });
  await world.publish("wf_1", trigger());
  void world.runner(dead, { leaseMs: 300 }).start();
  await waitFor(async () => (await rows()).some((row) => row.lease_until !== null));
  await Promise.all([world.runner(alive).start(), world.runner(alive).start()]);
  await waitFor(isSynced);
  expect([calls, most]).toEqual([1, 1]);
  letGo();
});

test("a trigger that is published again before its end was carried out stays", async () => {
  const { told, kind } = recording();
  await world.publish("wf_1", trigger());
  await world.end("wf_1");
  await world.publish("wf_1", trigger());
  await world.runner(kind).start();
  await waitFor(isSynced);
  expect(told).toEqual(["active {}"]);
  expect(await findTriggers(world.db, ["wf_1"])).toMatchObject([{ status: "active", triggerId: "t" }]);
});

test("a kind that this worker does not know is told as a problem and blocks nobody else", async () => {
  const { told, kind } = recording();
  await world.publish("wf_1", [{ kind: "from-tomorrow", id: "t", config: {} }]);
  await world.publish("wf_2", trigger());
  await world.runner(kind).start();
  await waitFor(async () => told.length === 1 && (await findTriggers(world.db, ["wf_1"]))[0]?.problem != null);
  expect((await findTriggers(world.db, ["wf_1"]))[0]!.problem).toMatchObject({ code: "TRIGGER_KIND_UNKNOWN" });
});
