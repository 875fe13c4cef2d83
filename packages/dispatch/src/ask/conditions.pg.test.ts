import { findConditionFacts, findLookup, jsonb, keepLookup, sweepLookups } from "@tempograph/db";
import {
  compileTemplate,
  createBudget,
  triggerScope,
  type Json,
  type JsonObject,
  type Trigger,
} from "@tempograph/graph";
import { killAt } from "../testing/doomed-process.ts";
import { rawSql } from "../testing/raw-sql.ts";
import { recordingLogger } from "../testing/recording-logger.ts";
import { createLiveTriggers } from "../match/live-triggers.ts";
import { createAsker } from "./create-asker.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";

let world: PolicyWorld;
/** What the node `crm` answers about a customer, and how often it was asked about each. */
let crm: (customer: Json) => Promise<Json>;
const asked: Json[] = [];
beforeAll(async () => {
  world = await policyWorld({
    prepareLookup({ input, event, workflow, node }) {
      const given = compileTemplate(input).render(triggerScope(event, workflow), createBudget()) as JsonObject;
      const customer = given["customer"] ?? null;
      return { key: JSON.stringify([node, given]), run: () => (asked.push(customer), crm(customer)) };
    },
  });
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
  // Either of them leaves a pair that it finds due while the other one holds the workflow's lock.
  await world.settle();
  expect(await world.outcomes("memory")).toEqual([
    ...["filtered", "filtered", "started", "rejected EXPRESSION_PATH_MISSING", "held START_NO_PLACE"],
  ]);
  const factsOf = async (id: string) => (await findConditionFacts(world.db, id, ["memory"])).get("memory");
  expect(await factsOf(small!)).toBeUndefined();
  expect(await factsOf(silver!)).toMatchObject({ gold: { state: { tier: null, stopped: null } } });
  expect(await factsOf(gold!)).toMatchObject({ gold: { state: { tier: "gold", stopped: null } } });
  await world.closeOf(gold!);
  await world.settle();
  expect(await triggersOf("memory")).toEqual(["gold", "huge"]);
  await remember("memory", "stopped", "yes");
  await world.send("memory", { total: 50, customer: 1 });
  await world.settle();
  expect((await world.outcomes("memory")).at(-1)).toBe("filtered");
  expect(await world.wrong()).toEqual([]);
});

const gold = (more: object = {}): Trigger => ({
  id: "gold",
  condition: "{{ payload.total > 10 && lookup.crm.tier == 'gold' }}",
  when: { lookup: { node: "crm", input: { customer: "{{ payload.customer }}" }, as: "crm", ...more } },
});
const order = (customer: Json, total = 50) => ({ customer, total });
const heldReason = async (project: string) =>
  (
    await world.db
      .selectFrom("event_outcomes")
      .select("reason")
      .where("project", "=", project)
      .where("outcome", "in", ["held", "rejected"])
      .executeTakeFirstOrThrow()
  ).reason;

test("lookups: a node is asked before the condition, once for the same input; what it answered is kept with the event", async () => {
  crm = async (customer) => ({ tier: customer === 1 ? "gold" : "silver" });
  await world.workflow("looks-up", {}, [gold(), { id: "huge", condition: { ">": [{ var: "total" }, 1_000] } }]);
  const [, silver] = await world.send("looks-up", order(1, 5), order(2), order(1), order(2, 5_000));
  await world.settle();
  await world.send("looks-up", order(1), { total: 50 });
  await world.settle();
  expect(await world.outcomes("looks-up")).toEqual([
    ...["filtered", "filtered", "started", "started", "started", "rejected EXPRESSION_PATH_MISSING"],
  ]);
  expect(await triggersOf("looks-up")).toEqual(["gold", "huge", "gold"]);
  expect(asked.filter((customer) => customer === 1)).toEqual([1]);
  expect(await heldReason("looks-up")).toMatchObject({ path: "/triggers/0/when/lookup/input" });
  expect((await findConditionFacts(world.db, silver!, ["looks-up"])).get("looks-up")).toMatchObject({
    gold: { lookup: { crm: { tier: "silver" } } },
  });
  // Another project asks for itself, and so does a trigger that wants no older answer.
  await world.workflow("looks-anew", {}, [gold({ cache: 0 })]);
  await world.send("looks-anew", order(1), order(1));
  await world.settle();
  expect(asked.filter((customer) => customer === 1)).toEqual([1, 1, 1]);
  await world.db
    .updateTable("lookup_cache")
    .set({ found_at: new Date(Date.now() - 61_000) })
    .execute();
  await world.send("looks-up", order(1));
  await world.settle();
  expect(asked.filter((customer) => customer === 1)).toEqual([1, 1, 1, 1]);
  await world.db
    .updateTable("lookup_cache")
    .set({ expires_at: new Date(0) })
    .execute();
  expect(await sweepLookups(world.db, 100)).toBe(2);
  // The oldest answers of a project give room to new ones.
  const many =
    "insert into lookup_cache select 'full', n::text, '1', now(), now() + interval '1 h' from generate_series(1, 2100) n";
  await rawSql(world.databaseUrl, many);
  await keepLookup(world.db, { project: "full", key: "new" }, { tier: "gold" }, 60_000);
  expect(await findLookup(world.db, { project: "full", key: "new" }, 60_000)).toEqual({ value: { tier: "gold" } });
  const kept = await world.db.selectFrom("lookup_cache").select("key").where("project", "=", "full").execute();
  expect(kept).toHaveLength(2_000);
  expect(await world.wrong()).toEqual([]);
});

test("a lookup that fails holds the event, longer each time, until it succeeds or has failed for a day; it never filters it", async () => {
  const down = { code: "HTTP_STATUS", message: "503 from the CRM.", hint: "Look at the CRM.", retryable: true };
  crm = () => Promise.reject(Object.assign(new Error(down.message), down));
  await world.workflow("fails", {}, [gold({ cache: 0 })]);
  await world.send("fails", order(3));
  await world.settle();
  expect(await world.outcomes("fails")).toEqual(["held START_LOOKUP_FAILED"]);
  expect(await heldReason("fails")).toMatchObject({
    message: 'The lookup "crm" of trigger "gold" has failed: 503 from the CRM.',
    hint: expect.stringMatching(/^Look at the CRM. The lookup is tried again for 24 hours/),
    ...{ triggerId: "gold", lookup: "crm", cause: "HTTP_STATUS", failures: 1 },
  });
  const waits = async () => Date.parse((await until("fails"))[0]!) - Date.now();
  expect(await waits()).toBeLessThanOrEqual(1_000);
  for (let failures = 2; failures < 5; failures += 1) {
    await world.waitUntilDue("fails");
    await world.settle();
  }
  expect(await heldReason("fails")).toMatchObject({ failures: 4 });
  expect(await waits()).toBeGreaterThan(4_000);
  crm = async () => ({ tier: "gold" });
  await world.waitUntilDue("fails");
  await world.settle();
  expect(await world.outcomes("fails")).toEqual(["started"]);

  // What no retry can change waits longest; a service that names a time is asked then.
  for (const [project, more, least] of [
    ["fails-for-good", { retryable: false }, 250_000],
    ["fails-later", { retryAfterMs: 600_000 }, 550_000],
  ] as const) {
    crm = () => Promise.reject(Object.assign(new Error("no"), { ...down, ...more }));
    await world.workflow(project, {}, [gold()]);
    await world.send(project, order(3));
    await world.settle();
    expect(Date.parse((await until(project))[0]!) - Date.now()).toBeGreaterThan(least);
  }
  await world.db
    .updateTable("condition_facts")
    .set({ failing_since: new Date(Date.now() - DAY) })
    .where("project", "=", "fails-later")
    .execute();
  await world.waitUntilDue("fails-later");
  await world.settle();
  expect(await world.outcomes("fails-later")).toEqual(["rejected START_LOOKUP_GIVEN_UP"]);
  // While a service does not answer, not every event asks it.
  crm = () => Promise.reject(Object.assign(new Error("no"), down));
  await world.workflow("many", {}, [gold({ cache: 0 }), { id: "next", condition: { var: "vip" } }]);
  const before = asked.length;
  await world.send("many", ...Array.from({ length: 9 }, (_, n) => order(n)));
  await world.settle();
  expect(await world.outcomes("many")).toEqual(Array(9).fill("held START_LOOKUP_FAILED"));
  expect(asked.length - before).toBe(4);
  // The event itself is the reason.
  crm = () => Promise.reject(Object.assign(new Error("customer: expected text"), { code: "INPUT_INVALID" }));
  await world.workflow("unfit", {}, [gold()]);
  await world.send("unfit", order(4));
  await world.settle();
  expect(await world.outcomes("unfit")).toEqual(["rejected INPUT_INVALID"]);
  expect(await world.wrong()).toEqual([]);
});

test("a worker that stops or is killed with -9 while it asks leaves the pair to others, which start it once", async () => {
  await world.workflow("stops", {}, [gold({ cache: 0 })]);
  const [id] = await world.send("stops", order(5));
  await world.settle("release");
  let asks = () => {};
  const reached = new Promise<void>((resolve) => (asks = resolve));
  const prepareLookup = () => ({
    key: "k",
    run: (signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
        asks();
      }),
  });
  const deps = { db: world.db, liveTriggers: createLiveTriggers(), logger: recordingLogger(), prepareLookup };
  const asker = createAsker(deps, () => undefined);
  await asker.begin();
  await reached;
  await asker.stop();
  expect(await world.outcomes("stops")).toEqual(["held START_ASKED"]);
  await killAt("lookup", "doomed-asker", { DATABASE_URL: world.databaseUrl });
  expect(await world.outcomes("stops")).toEqual(["held START_ASKED"]);
  crm = async () => ({ tier: "gold" });
  // Its lease has ended.
  await world.waitUntilDue("stops");
  await Promise.all([world.settle(), world.settle(undefined, 1)]);
  expect(await world.outcomes("stops")).toEqual(["started"]);
  expect((await findConditionFacts(world.db, id!, ["stops"])).get("stops")).toMatchObject({ gold: { lookup: {} } });
  expect(await world.wrong()).toEqual([]);
});
