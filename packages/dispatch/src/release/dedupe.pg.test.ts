import { afterAll, beforeAll, expect, test } from "vitest";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";

let world: PolicyWorld;
beforeAll(async () => {
  world = await policyWorld();
});
afterAll(() => world.end());

test("of events with one key the first starts an execution, the others name it", async () => {
  await world.workflow("orders", { dedupe: { key: "{{ payload.order }}", within: "1h" } });
  const [first] = await world.send("orders", { order: 1 }, { order: 2 }, { order: 1 });
  await world.settle();
  await world.send("orders", { order: 2 }, { order: 1 });
  await world.settle();
  const again = "deduplicated START_DUPLICATE";
  expect(await world.outcomes("orders")).toEqual(["started", "started", again, again, again]);
  const duplicates = await world.db
    .selectFrom("event_outcomes")
    .innerJoin("executions", "executions.id", "event_outcomes.into_execution")
    .select(["executions.event_id", "reason"])
    .where("event_outcomes.workflow_id", "=", "orders")
    .where("executions.event_id", "=", first!)
    .execute();
  expect(duplicates).toHaveLength(2);
  expect(duplicates[0]!.reason).toMatchObject({ eventId: first, key: "1" });
  expect(await world.wrong()).toEqual([]);
});

test("the time counts from when an event was stored, however late it is decided, and begins with the event that started", async () => {
  await world.workflow("window", { dedupe: { key: "{{ payload }}", within: "10m" } });
  const events = await world.send("window", "x", "x", "x", "x");
  const minutes = [-30, -21, -19, -11];
  for (const [index, id] of events.entries()) await world.received(id, minutes[index]! * 60_000);
  await world.settle();
  const again = "deduplicated START_DUPLICATE";
  expect(await world.outcomes("window")).toEqual(["started", again, "started", again]);
});
