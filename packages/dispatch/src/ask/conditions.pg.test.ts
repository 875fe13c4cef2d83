import { findConditionFacts } from "@tempograph/db";
import type { Trigger } from "@tempograph/graph";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";

let world: PolicyWorld;
beforeAll(async () => {
  world = await policyWorld();
});
afterAll(() => world.end());

const DAY = 86_400_000;
const until = async (project: string) =>
  (
    await world.db
      .selectFrom("event_outcomes")
      .select("until")
      .where("project", "=", project)
      .where("outcome", "=", "held")
      .execute()
  ).map((row) => row.until!.toISOString());
const triggersOf = async (project: string) =>
  (
    await world.db
      .selectFrom("executions")
      .innerJoin("events", "events.id", "executions.event_id")
      .select("trigger_id")
      .where("executions.project", "=", project)
      .orderBy("events.seq")
      .execute()
  ).map(({ trigger_id }) => trigger_id);

/** Moves the moment when an event was stored to one in the past. */
const storedAt = (id: string, moment: string) => world.received(id, Date.parse(moment) - Date.now());

const office = { timeZone: "Europe/Berlin", hours: [{ days: "mon-fri", from: "09:00", to: "17:00" }] } as const;

test("events outside of the hours are filtered, or held until the opening, and then start", async () => {
  await world.workflow("filters", {}, [{ when: { time: office } }]);
  const filtered = await world.send("filters", 1, 2);
  await storedAt(filtered[0]!, "2024-11-30T13:02:00Z");
  await storedAt(filtered[1]!, "2024-12-02T08:00:00Z");
  await world.settle();
  expect(await world.outcomes("filters")).toEqual(["filtered", "started"]);

  // Days that begin later than now, so that the opening is still to come.
  const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
  const later = days[(new Date().getUTCDay() + 3) % 7]!;
  const hours = [{ days: later, from: "06:00", to: "07:00" }];
  await world.workflow("holds", {}, [{ when: { time: { hours, otherwise: "hold" } } }]);
  const [held, late] = await world.send("holds", 1, 2);
  // Its opening is over by now.
  await world.received(late!, -30 * DAY);
  await world.settle();
  expect(await world.outcomes("holds")).toEqual(["held START_NOT_OPEN", "started"]);
  const [opening] = await until("holds");
  expect(opening).toMatch(/T06:00:00.000Z$/);
  expect(new Date(opening!).getUTCDay()).toBe(days.indexOf(later));
  await world.db.updateTable("event_outcomes").set({ until: new Date() }).where("event_id", "=", held!).execute();
  await world.settle();
  expect(await world.outcomes("holds")).toEqual(["started", "started"]);
  expect(await world.wrong()).toEqual([]);
});

const once: Trigger = { id: "once", when: { history: { noneWithin: "24h", subject: "{{ payload.customer }}" } } };

test("history: of events about one subject the first starts; the others are filtered and name its execution", async () => {
  await world.workflow("once", {}, [once]);
  const [first, , second] = await world.send("once", { customer: 1 }, { customer: 2 }, { customer: 1 });
  await world.settle();
  await world.send("once", { customer: 2 }, {});
  await world.settle();
  expect(await world.outcomes("once")).toEqual([
    ...["started", "started", "filtered", "filtered", "rejected EXPRESSION_PATH_MISSING"],
  ]);
  const facts = (await findConditionFacts(world.db, second!, ["once"])).get("once");
  const { id } = await world.db
    .selectFrom("executions")
    .select("id")
    .where("event_id", "=", first!)
    .executeTakeFirstOrThrow();
  expect(facts).toMatchObject({ once: { ranBefore: { eventId: first, executionId: id } } });
  expect(await world.wrong()).toEqual([]);
});

test("history: the triggers after it are asked; statuses say which executions count; an old start counts no more", async () => {
  const failed = { noneWithin: "1h", statuses: ["failed", "pending"] } as const;
  await world.workflow("next", {}, [
    { id: "a", when: { history: failed } },
    { id: "b", condition: { "==": [{ var: "vip" }, true] } },
  ]);
  const [first] = await world.send("next", {}, { vip: true }, {});
  await world.settle();
  expect(await world.outcomes("next")).toEqual(["started", "started", "filtered"]);
  expect(await triggersOf("next")).toEqual(["a", "b"]);
  // It has completed, which does not count.
  await world.closeOf(first!);
  const [again] = await world.send("next", {});
  await world.settle();
  expect((await world.outcomes("next")).at(-1)).toBe("started");
  await world.send("next", {});
  await world.settle();
  expect((await world.outcomes("next")).at(-1)).toBe("filtered");
  await world.db
    .updateTable("start_marks")
    .set({ at: new Date(Date.now() - 2 * 3_600_000) })
    .where("event_id", "=", again!)
    .execute();
  await world.send("next", {});
  await world.settle();
  expect((await world.outcomes("next")).at(-1)).toBe("started");
  expect(await world.wrong()).toEqual([]);
});

test("history: two dispatchers that race, die and find a full queue let one event of a subject pass", async () => {
  await world.workflow("race", { concurrency: { limit: 1 } }, [once]);
  const customers = [1, 2, 3, 1, 2, 3, 1, 2, 3, 1];
  await world.send("race", ...customers.map((customer) => ({ customer })));
  await Promise.all([world.settle("released"), world.settle(undefined, 1)]);
  await Promise.all([world.settle(), world.settle(undefined, 1)]);
  await world.settle();
  const outcomes = await world.outcomes("race");
  const waits = "held START_NO_PLACE";
  expect(outcomes).toEqual(["started", waits, waits, ...Array.from({ length: 7 }, () => "filtered")]);
  expect(await world.wrong()).toEqual([]);
});
