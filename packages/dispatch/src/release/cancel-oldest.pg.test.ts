import { claimCancelRequests } from "@tempograph/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";

let world: PolicyWorld;
beforeAll(async () => {
  world = await policyWorld();
});
afterAll(() => world.end());

const waits = "held START_WAITS_FOR_CANCEL";
const replaced = "rejected START_REPLACED";

/** The events whose executions a deliverer would cancel now. */
async function toCancel(): Promise<readonly string[]> {
  const { rows } = await claimCancelRequests(world.db, 100, 60_000);
  const ids = rows.map(({ executionId }) => executionId);
  const found = await world.db
    .selectFrom("executions")
    .select(["id", "event_id"])
    .where("id", "in", [...ids, ""])
    .execute();
  return found.map(({ event_id }) => event_id).toSorted();
}

test("the oldest execution is cancelled; the new one starts when it has ended", async () => {
  await world.workflow("two", { concurrency: { limit: 2, whenFull: "cancelOldest" } });
  const events = await world.send("two", 1, 2, 3);
  await world.settle();
  expect(await world.outcomes("two")).toEqual(["started", "started", waits]);
  expect(await toCancel()).toEqual([events[0]]);
  // Nobody is asked twice, and the one that came next takes the place of the next oldest.
  await world.settle();
  expect(await toCancel()).toEqual([]);
  const [fourth] = await world.send("two", 4);
  await world.settle();
  expect(await toCancel()).toEqual([events[1]]);
  // Both places are being given back: of what waits only the newest two stay.
  await world.send("two", 5);
  await world.settle();
  expect(await world.outcomes("two")).toEqual(["started", "started", replaced, waits, waits]);
  expect(await toCancel()).toEqual([]);
  await world.closeOf(events[1]!);
  await world.settle();
  expect(await world.outcomes("two")).toEqual(["started", "ended", replaced, "started", waits]);
  // What has just started is not older than what is being cancelled.
  await world.closeOf(events[0]!, fourth!);
  await world.settle();
  expect(await world.outcomes("two")).toEqual(["ended", "ended", replaced, "ended", "started"]);
  expect(await world.db.selectFrom("cancel_requests").selectAll().execute()).toEqual([]);
  expect(await world.wrong()).toEqual([]);
});

test("each key has places of its own; of many events at once the newest start", async () => {
  await world.workflow("keys", { concurrency: { limit: 1, key: "{{ payload.key }}", whenFull: "cancelOldest" } });
  const events = await world.send("keys", ...["a", "b", "a", "a", "a"].map((key) => ({ key })));
  await world.settle();
  expect(await world.outcomes("keys")).toEqual(["started", "started", replaced, replaced, waits]);
  expect(await toCancel()).toEqual([events[0]]);
});

test("an execution that ends by itself at the same moment gives its place back like one that was cancelled", async () => {
  await world.workflow("race", { concurrency: { limit: 1, whenFull: "cancelOldest" } });
  const events = await world.send("race", 1);
  await world.settle();
  await world.send("race", 2);
  await Promise.all([world.closeOf(events[0]!), world.settle(), world.settle(undefined, 1)]);
  await world.settle();
  expect(await world.outcomes("race")).toEqual(["ended", "started"]);
  expect(await world.db.selectFrom("cancel_requests").selectAll().where("project", "=", "race").execute()).toEqual([]);
});
