import { listOutcomes } from "@tempograph/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";
import { rawSql } from "../testing/raw-sql.ts";
import { releaseHeld } from "./release-held.ts";

// Policies that collect events for a time: debounce and batch. Times count from when events were stored, which the tests move.

let world: PolicyWorld;
beforeAll(async () => {
  world = await policyWorld();
});
afterAll(() => world.end());

const left = "deduplicated START_DEBOUNCED";
const waits = "held START_WAITS_FOR_QUIET";
const collected = "held START_COLLECTED";
const batched = "batched START_BATCHED";

/** Moves the events to these seconds from now. */
async function at(events: readonly string[], ...seconds: readonly number[]): Promise<void> {
  for (const [index, second] of seconds.entries()) await world.received(events[index]!, second * 1_000);
}
const membersOf = (data: unknown) => (data as { events: readonly { data: number }[] }).events.map((each) => each.data);

test("a round says when to look again while a pair has a time, however long nothing else was to do", async () => {
  const next = async () => (await releaseHeld(world.db, 1_000)).next;
  expect(await next()).toBe(false);
  await world.workflow("later", { debounce: { after: "10s", take: "last" } });
  const events = await world.send("later", 1);
  await world.settle();
  // As `false`, it would count as an idle round, and an idle loop looks every three seconds.
  expect(await next()).toBe(1_000);
  await rawSql(
    world.databaseUrl,
    "update event_outcomes set until = now() + interval '500 ms' where event_id = $1",
    events,
  );
  expect(await next()).toBeLessThan(501);
});

test.each(["last", "first"] as const)(
  "debounce: of events in a burst the %s one starts, for each key",
  async (take) => {
    const id = `quiet-${take}`;
    await world.workflow(id, { debounce: { after: "10s", take, key: "{{ payload.key }}" } });
    const send = ["a1", "a2", "b1", "a3", "a4", "a5"].map((name) => ({ key: name[0]!, name }));
    // The burst of a ends after a3, because a4 comes more than ten seconds later; that of a5 has not ended.
    const events = await world.send(id, ...send);
    await at(events, -60, -55, -54, -46, -20, -1);
    await world.settle();
    const burst = take === "last" ? [left, left, "started"] : ["started", left, left];
    expect(await world.outcomes(id)).toEqual([burst[0], burst[1], "started", burst[2], "started", waits]);
    expect(await world.wrong()).toEqual([]);
  },
);

test("debounce: an event that comes while another waits puts off the start, at most until maxWait", async () => {
  await world.workflow("put-off", { debounce: { after: "10s", maxWait: "15s", take: "last" } });
  const events = await world.send("put-off", 1);
  await at(events, -9);
  await world.settle();
  expect(await world.outcomes("put-off")).toEqual([waits]);
  const untilOf = async () =>
    +(
      await world.db
        .selectFrom("event_outcomes")
        .select("until")
        .where("event_id", "=", events.at(-1)!)
        .executeTakeFirstOrThrow()
    ).until!;
  const until = await untilOf();
  (events as string[]).push(...(await world.send("put-off", 2)));
  await world.settle();
  expect(await world.outcomes("put-off")).toEqual([left, waits]);
  expect((await untilOf()) - until).toBeGreaterThan(4_900);
  expect((await untilOf()) - until).toBeLessThan(5_100);
});

test("debounce: while an event of the burst is stored and not dispatched, nothing starts", async () => {
  await world.workflow("late", { debounce: { after: "10s", take: "last" } });
  const events = await world.send("late", 1);
  await at(events, -5);
  await world.settle();
  const [second] = await world.send("late", 2);
  await world.received(second!, -3);
  await world.waitUntilDue("late");
  await world.release();
  expect(await world.outcomes("late")).toEqual([waits, "filtered"]);
  await world.settle();
  expect(await world.outcomes("late")).toEqual([left, waits]);
});

test("debounce, then concurrency: the event that is left waits for a place", async () => {
  await world.workflow("then", { debounce: { after: "5s", take: "last" }, concurrency: { limit: 1 } });
  const events = await world.send("then", 1, 2, 3, 4);
  await at(events, -40, -30, -28, -20);
  await world.settle();
  const full = "held START_NO_PLACE";
  expect(await world.outcomes("then")).toEqual(["started", left, full, full]);
  await world.closeOf(events[0]!);
  await world.settle();
  expect(await world.started("then")).toEqual([1, 3]);
});

test("batch: as many events as it wants, or those within its time, start one execution, in their order", async () => {
  await world.workflow("batch", { batch: { size: 3, after: "10s" } });
  const events = await world.send("batch", 1, 2, 3, 4, 5, 6, 7, 8);
  // 4 and 5 come within ten seconds, 6 later, 7 and 8 just now.
  await at(events, -99, -98, -97, -60, -55, -45, -1, 0);
  await world.settle();
  expect(await world.outcomes("batch")).toEqual([
    ...Array(6).fill(batched),
    collected,
    collected,
    ...Array(3).fill("started"),
  ]);
  expect((await world.started("batch")).map(membersOf)).toEqual([[1, 2, 3], [4, 5], [6]]);
  expect(await world.wrong()).toEqual([]);
  await world.send("batch", 9);
  await world.settle();
  expect((await world.started("batch")).map(membersOf).at(-1)).toEqual([7, 8, 9]);
  const [first] = await listOutcomes(world.db, { eventId: events[0]!, concerned: [] }, { limit: 1 });
  const execution = await world.db
    .selectFrom("executions")
    .selectAll()
    .where("id", "=", first!.executionId!)
    .executeTakeFirstOrThrow();
  expect(execution).toMatchObject({ event_id: first!.reason!["eventId"], workflow_id: "batch" });
  const event = await world.db
    .selectFrom("events")
    .selectAll()
    .where("id", "=", execution.event_id)
    .executeTakeFirstOrThrow();
  expect(event).toMatchObject({
    ...{ type: "tempograph.batch", source: "tempograph:batch/batch", concerned: 1, filtered: 0, matched: 1 },
    data: { key: "", events: [{ id: events[0], type: "go", source: "api", data: 1 }, { data: 2 }, { data: 3 }] },
  });
});

test("batch: a key has batches of its own, and their executions wait for a place, or are rejected", async () => {
  const key = "{{ payload.key }}";
  await world.workflow("places", { batch: { size: 2, after: "1h", key }, concurrency: { limit: 1, key } });
  const send = (project: string) =>
    world.send(project, ...["a", "b", "a", "b", "a", "a"].map((each) => ({ key: each })));
  await send("places");
  await world.settle();
  const full = "held START_NO_PLACE";
  expect((await world.outcomes("places")).slice(6).toSorted()).toEqual([full, "started", "started"]);
  await world.workflow("drop", { batch: { size: 2, after: "1h", key }, concurrency: { limit: 1, whenFull: "drop" } });
  await send("drop");
  await world.settle();
  const no = "rejected START_NO_PLACE";
  expect((await world.outcomes("drop")).slice(6).toSorted()).toEqual([no, no, "started"]);
  expect(await world.wrong()).toEqual([]);
});

test("batch: what is larger than an event may be is divided; a hundred batches of one moment are all made", async () => {
  await world.workflow("large", { batch: { size: 10, after: "10s" } });
  const events = await world.send("large", ...Array.from({ length: 4 }, () => "x".repeat(400_000)));
  await at(events, -60, -60, -60, -60);
  await world.settle();
  expect((await world.started("large")).map((data) => membersOf(data).length)).toEqual([2, 2]);
  await world.workflow("many", { batch: { size: 3, after: "10s" } });
  await world.send("many", ...Array.from({ length: 301 }, (_, index) => index));
  await world.settle();
  expect((await world.started("many")).map(membersOf).flat()).toEqual(Array.from({ length: 300 }, (_, index) => index));
});
