import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";

let world: PolicyWorld;
beforeAll(async () => {
  world = await policyWorld();
});
afterAll(() => world.end());

test("rateLimit: within its time no more events start something than it allows, for each key, by when they were stored", async () => {
  await world.workflow("rate", { rateLimit: { limit: 2, per: "10m", key: "{{ payload }}" } });
  const events = await world.send("rate", "a", "a", "b", "a", "a", "a");
  for (const [index, minutes] of [-30, -25, -25, -21, -20, -19].entries())
    await world.received(events[index]!, minutes * 60_000);
  await world.settle();
  const no = "rejected START_RATE_LIMITED";
  expect(await world.outcomes("rate")).toEqual(["started", "started", "started", no, "started", no]);
  expect(await world.wrong()).toEqual([]);
});

test("an event that is rejected uses nothing up: its sender's next try is no duplicate", async () => {
  await world.workflow("retry", {
    dedupe: { key: "{{ payload.id }}", within: "1d" },
    rateLimit: { limit: 1, per: "10m" },
  });
  const events = await world.send("retry", { id: 1 }, { id: 2 }, { id: 2 }, { id: 2 });
  for (const [index, minutes] of [-30, -29, -15, -14].entries()) await world.received(events[index]!, minutes * 60_000);
  await world.settle();
  expect(await world.outcomes("retry")).toEqual([
    ...["started", "rejected START_RATE_LIMITED", "started", "deduplicated START_DUPLICATE"],
  ]);
});

test("throttle: events wait in their order, the first of them until a known moment", async () => {
  await world.workflow("slow", { throttle: { limit: 2, per: "1h" } });
  await world.send("slow", 1, 2, 3, 4);
  await world.settle();
  const waits = "held START_THROTTLED";
  expect(await world.outcomes("slow")).toEqual(["started", "started", waits, waits]);
  const held = await world.db
    .selectFrom("event_outcomes")
    .select("until")
    .where("workflow_id", "=", "slow")
    .orderBy("event_seq")
    .execute();
  expect(held.map(({ until }) => until !== null)).toEqual([true, false]);
  expect(+held[0]!.until!).toBeGreaterThan(Date.now() + 3_500_000);
});

test("throttle: what waits starts one after the other as time goes by, also behind events that come later", async () => {
  await world.workflow("ticks", { throttle: { limit: 1, per: 30 } });
  await world.send("ticks", 1, 2, 3);
  await world.settle();
  await world.send("ticks", 4);
  await waitFor(async () => {
    await world.settle();
    return (await world.outcomes("ticks")).every((outcome) => outcome === "started");
  });
  const started = await world.db
    .selectFrom("executions")
    .innerJoin("events", "events.id", "executions.event_id")
    .select("events.data")
    .where("executions.project", "=", "ticks")
    .orderBy("executions.seq")
    .execute();
  expect(started.map(({ data }) => data)).toEqual([1, 2, 3, 4]);
});
