import { findConditionFacts, jsonb } from "@tempograph/db";
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

test("history with debounce and batch: the event that is left starts; each event of a batch has its own subject", async () => {
  const debounce = { key: "{{ payload.customer }}", after: "1h", take: "last" } as const;
  await world.workflow("quiet", { debounce }, [once]);
  const burst = await world.send("quiet", { customer: 1 }, { customer: 1 });
  for (const id of burst) await world.received(id, -2 * 3_600_000);
  await world.settle();
  await world.send("quiet", { customer: 1 });
  await world.settle();
  expect(await world.outcomes("quiet")).toEqual([
    "deduplicated START_DEBOUNCED",
    "started",
    "held START_WAITS_FOR_QUIET",
  ]);
  // When its time is up, the execution of the burst before counts.
  await world.db
    .updateTable("event_outcomes")
    .set({ until: new Date(0) })
    .where("outcome", "=", "held")
    .execute();
  await world.settle();
  expect((await world.outcomes("quiet")).at(-1)).toBe("filtered");

  await world.workflow("batches", { batch: { size: 2, after: "1h" } }, [once]);
  await world.send("batches", { customer: 1 }, { customer: 1 }, { customer: 2 }, { customer: 3 });
  await world.settle();
  expect((await world.outcomes("batches")).slice(0, 4).map((each) => each.split(" ")[0])).toEqual([
    ...["batched", "filtered", "batched", "held"],
  ]);
  expect(await world.wrong()).toEqual([]);
});

test("the memory is read before the condition, of the workflow and of the project, and what it had is kept", async () => {
  const remember = async (workflowId: string, key: string, value: string) => {
    await world.db
      .insertInto("state_entries")
      .values({
        project: "memory",
        workflow_id: workflowId,
        key,
        kind: "value",
        value: jsonb(value),
        updated_by: "kim",
      })
      .execute();
  };
  await world.workflow("memory", { concurrency: { limit: 1 } }, [
    {
      id: "gold",
      condition: "{{ payload.total > 10 && state.tier == 'gold' && state.stopped == null }}",
      when: { state: [{ key: "tier/{{ payload.customer }}", as: "tier", scope: "project" }, "stopped"] },
    },
    { id: "huge", condition: { ">": [{ var: "total" }, 1_000] } },
  ]);
  await remember("", "tier/1", "gold");
  const state = { tier: "gold" };
  const [small, silver, gold] = await world.send(
    "memory",
    { total: 5, customer: 1 },
    { total: 50, customer: 2, state },
    { total: 50, customer: 1 },
    { total: 50 },
    { total: 5_000, customer: 2 },
  );
  // One dispatcher dies when the pairs are written; another one asks.
  await world.settle("release");
  await Promise.all([world.settle(), world.settle(undefined, 1)]);
  expect(await world.outcomes("memory")).toEqual([
    ...["filtered", "filtered", "started", "rejected EXPRESSION_PATH_MISSING", "held START_NO_PLACE"],
  ]);
  const factsOf = async (id: string) => (await findConditionFacts(world.db, id, ["memory"])).get("memory");
  expect(await factsOf(small!)).toBeUndefined();
  expect(await factsOf(silver!)).toEqual({ gold: { state: { tier: null, stopped: null } } });
  expect(await factsOf(gold!)).toEqual({ gold: { state: { tier: "gold", stopped: null } } });
  await world.closeOf(gold!);
  await world.settle();
  expect(await triggersOf("memory")).toEqual(["gold", "huge"]);
  await remember("memory", "stopped", "yes");
  await world.send("memory", { total: 50, customer: 1 });
  await world.settle();
  expect((await world.outcomes("memory")).at(-1)).toBe("filtered");
  expect(await world.wrong()).toEqual([]);
});
