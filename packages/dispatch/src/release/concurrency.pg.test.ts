import { tryLockStartQueues } from "@tempograph/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";
import { releaseHeld } from "./release-held.ts";

let world: PolicyWorld;
beforeAll(async () => {
  world = await policyWorld();
});
afterAll(() => world.end());

test("events wait for a place in their order, and the close of an execution gives its place to the first of them", async () => {
  await world.workflow("queue", { concurrency: { limit: 2 } });
  const events = await world.send("queue", 1, 2, 3, 4, 5);
  await world.settle();
  const waits = "held START_NO_PLACE";
  expect(await world.outcomes("queue")).toEqual(["started", "started", waits, waits, waits]);
  await world.closeOf(events[1]!);
  await world.settle();
  expect(await world.outcomes("queue")).toEqual(["started", "ended", "started", waits, waits]);
  // An event that comes while a place is free, but not yet given away, goes behind those that wait.
  await world.closeOf(events[0]!);
  await world.send("queue", 6);
  await world.settle();
  expect(await world.outcomes("queue")).toEqual(["ended", "ended", "started", "started", waits, waits]);
  await world.closeOf(events[2]!);
  await world.closeOf(events[3]!);
  await world.settle();
  expect((await world.outcomes("queue")).slice(4)).toEqual(["started", "started"]);
  expect(await world.wrong()).toEqual([]);
  const { matched } = await world.db
    .selectFrom("events")
    .select("matched")
    .where("id", "=", events[4]!)
    .executeTakeFirstOrThrow();
  expect(matched).toBe(1);
});

test("what waits when its workflow is archived or deleted starts nothing, also what waits for a condition; unarchived in time, it does", async () => {
  const setStatus = (id: string, status: "active" | "archived" | "deleted") =>
    world.db.updateTable("workflows").set({ status }).where("id", "=", id).execute();
  await world.workflow("archived", { concurrency: { limit: 1 } });
  const [first] = await world.send("archived", 1, 2, 3);
  await world.settle();
  await setStatus("archived", "archived");
  await world.settle();
  const waits = "held START_NO_PLACE";
  expect(await world.outcomes("archived")).toEqual(["started", waits, waits]);
  await world.closeOf(first!);
  await world.settle();
  const gone = "rejected START_WORKFLOW_ARCHIVED";
  expect(await world.outcomes("archived")).toEqual(["ended", gone, gone]);
  await setStatus("archived", "active");
  await world.send("archived", 4);
  await world.settle();
  expect((await world.outcomes("archived")).at(-1)).toBe("started");

  const triggers = [{ condition: "{{ state.seen == null }}", when: { state: ["seen"] } }];
  await world.workflow("deleted", {}, triggers);
  await world.send("deleted", 1);
  // It has stopped before it asks.
  await world.settle("release");
  await setStatus("deleted", "deleted");
  await world.settle();
  expect(await world.outcomes("deleted")).toEqual([gone]);
  expect(await world.wrong()).toEqual([]);
});

test("each value of the key has places of its own; an event whose key cannot be computed is rejected and says why", async () => {
  await world.workflow("keys", { concurrency: { limit: 1, key: "{{ payload.customer }}" } });
  await world.send(
    "keys",
    { customer: "a" },
    { customer: "b" },
    { customer: "a" },
    { customer: 7 },
    {},
    { customer: "" },
  );
  await world.settle();
  expect(await world.outcomes("keys")).toEqual([
    ...["started", "started", "held START_NO_PLACE", "started"],
    ...["rejected EXPRESSION_PATH_MISSING", "rejected START_KEY_EMPTY"],
  ]);
  expect(await world.wrong()).toEqual([]);
});

test("drop: an event that finds no place is rejected, and says for which key", async () => {
  await world.workflow("drop", { concurrency: { limit: 1, key: "{{ event.type }}", whenFull: "drop" } });
  const [first] = await world.send("drop", 1, 2);
  await world.settle();
  expect(await world.outcomes("drop")).toEqual(["started", "rejected START_NO_PLACE"]);
  await world.closeOf(first!);
  await world.send("drop", 3);
  await world.settle();
  expect(await world.outcomes("drop")).toEqual(["ended", "rejected START_NO_PLACE", "started"]);
  const { reason } = await world.db
    .selectFrom("event_outcomes")
    .select("reason")
    .where("workflow_id", "=", "drop")
    .executeTakeFirstOrThrow();
  expect(reason).toMatchObject({ key: "go", limit: 1 });
});

test("many places that are given back at once go to as many that wait", async () => {
  await world.workflow("many", { concurrency: { limit: 3 } });
  const events = await world.send("many", 1, 2, 3, 4, 5, 6, 7);
  await world.settle();
  await world.closeOf(...events.slice(0, 3));
  await world.settle();
  expect(await world.outcomes("many")).toEqual([
    ...["ended", "ended", "ended", "started", "started", "started", "held START_NO_PLACE"],
  ]);
});

test("a pair that is due while another dispatcher holds its workflow's lock is looked at again soon", async () => {
  await world.workflow("locked", { concurrency: { limit: 1 } });
  const [first] = await world.send("locked", 1, 2);
  await world.settle();
  await world.closeOf(first!);
  await world.db.transaction().execute(async (trx) => {
    expect(await tryLockStartQueues(trx, "locked")).toBe(true);
    const { started, next } = await releaseHeld(world.db, 1_000);
    expect(started).toBe(0);
    expect(next).toBeLessThan(1_000);
  });
  await world.settle();
  expect(await world.outcomes("locked")).toEqual(["ended", "started"]);
});
