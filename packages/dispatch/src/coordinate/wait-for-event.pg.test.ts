import { findEventWaits, jsonb, newId, sweepCoordination } from "@tempograph/db";
import type { Json, WaitForEventRequest } from "@tempograph/graph";
import fc from "fast-check";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingestEvents } from "../ingest/ingest-events.ts";
import { dispatchEvents } from "../match/dispatch-events.ts";
import { createLiveTriggers } from "../match/live-triggers.ts";
import { coordinationWorld, stepOf, type CoordinationWorld } from "../testing/coordination-world.ts";
import { rawSql } from "../testing/raw-sql.ts";
import { recordingLogger } from "../testing/recording-logger.ts";
import { waitForEvent } from "./wait-for-event.ts";

let world: CoordinationWorld;
beforeAll(async () => {
  world = await coordinationWorld();
});
afterAll(() => world.end());

const HOUR = 3_600_000;
let types = 0;
/** An event type that no other test uses. */
const newType = () => `type${(types += 1)}`;
const wait = (executionId: string, path: string, wanted: Partial<WaitForEventRequest> & { eventType: string }) =>
  waitForEvent(world, stepOf(executionId, path), { match: null, lookBackMs: 0, untilMs: null, ...wanted });
async function send(type: string, data: Json = {}, idempotencyKey: string = newId("key")): Promise<string> {
  const [result] = await ingestEvents(world.db, [{ type, data, idempotencyKey }]);
  return result!.id;
}
async function dispatch(): Promise<void> {
  const deps = { db: world.db, liveTriggers: createLiveTriggers(), logger: recordingLogger(), begunEvents: new Map() };
  while ((await dispatchEvents(deps, 10, 0)).events > 0);
}
const eventsTo = async (id: string) =>
  (await world.replies())
    .filter(({ executionId }) => executionId === id)
    .map(({ path, body }) => [path, (body as { event: { id: string } }).event.id]);
const waitsOf = (id: string) =>
  world.db.selectFrom("event_waits").select("path").where("execution_id", "=", id).execute();

test("an invalid pattern of event types is refused, because the step would wait forever", async () => {
  await expect(wait(await world.execution(), "wait", { eventType: "*.paid" })).rejects.toMatchObject({
    ...{ code: "INVALID_EVENT_TYPE", retryable: false },
  });
});

test("the first event that fits ends the wait; other events do not", async () => {
  const type = newType();
  const a = await world.execution();
  const match = { "==": [{ var: "order" }, "A-1"] };
  expect(await wait(a, "wait", { eventType: type, match })).toEqual({ event: null });
  await send(type, { order: "A-2" });
  await send(`${type}.other`, { order: "A-1" });
  const id = await send(type, { order: "A-1" }, "same");
  await send(type, { order: "A-1" }, "same");
  await dispatch();
  await send(type, { order: "A-1" });
  await dispatch();
  expect(await eventsTo(a)).toEqual([["wait", id]]);
  const [reply] = (await world.replies()).filter(({ executionId }) => executionId === a);
  expect(reply?.body).toMatchObject({ event: { id, type, source: "api", data: { order: "A-1" } } });
  expect(await waitsOf(a)).toEqual([]);
  // An attempt whose answer was lost finds the same event.
  expect((await wait(a, "wait", { eventType: type, match })).event?.id).toBe(id);
});

test("a match may be CEL over the event that comes", async () => {
  const type = newType();
  const a = await world.execution();
  const match = "{{ payload.order == 'A-1' && event.type != 'x' }}";
  expect(await wait(a, "wait", { eventType: type, match })).toEqual({ event: null });
  await send(type, { order: "A-2" });
  const id = await send(type, { order: "A-1" });
  await dispatch();
  expect(await eventsTo(a)).toEqual([["wait", id]]);
});

test("looking back finds the oldest event that fits and was stored within the time, but not the one that started the execution", async () => {
  const type = newType();
  const a = await world.execution();
  const own = await world.db.selectFrom("executions").select("event_id").where("id", "=", a).executeTakeFirstOrThrow();
  await world.db
    .updateTable("events")
    .set({ type, data: jsonb({ n: 1 }) })
    .where("id", "=", own.event_id)
    .execute();
  const old = await send(type, { n: 1 });
  const past = new Date(Date.now() - 2 * HOUR);
  await world.db.updateTable("events").set({ received_at: past }).where("id", "=", old).execute();
  const [first] = [await send(type, { n: 1 }), await send(type, { n: 1 }), await send(type, { n: 2 })];
  await dispatch();
  const match = { "==": [{ var: "n" }, 1] };
  expect((await wait(a, "none", { eventType: type, match })).event).toBe(null);
  const found = await wait(a, "back", { eventType: type, match, lookBackMs: HOUR });
  expect(found.event).toMatchObject({ id: first, data: { n: 1 } });
  expect((await wait(a, "back", { eventType: type, match, lookBackMs: HOUR })).event?.id).toBe(first);
  expect((await wait(a, "all", { eventType: type, match, lookBackMs: 3 * HOUR })).event?.id).toBe(old);
});

test("looking back reads several pages and skips events that do not fit", async () => {
  const type = newType();
  const a = await world.execution();
  await ingestEvents(
    world.db,
    Array.from({ length: 450 }, (_, n) => ({ type, data: { n } })),
  );
  const last = await wait(a, "wait", { eventType: type, match: { "==": [{ var: "n" }, 449] }, lookBackMs: HOUR });
  expect(last.event?.data).toEqual({ n: 449 });
  await dispatch();
});

test("rounds of one node that look back take one event each", async () => {
  const type = newType();
  const a = await world.execution();
  const ids = [await send(type), await send(type)];
  const rounds: (string | undefined)[] = [];
  for (let round = 0; round < 3; round++)
    rounds.push((await wait(a, `loop[${round}]/wait`, { eventType: type, lookBackMs: HOUR })).event?.id);
  expect(rounds).toEqual([...ids, undefined]);
  await dispatch();
  // Another node may take the same event again.
  expect((await wait(a, "other", { eventType: type, lookBackMs: HOUR })).event?.id).toBe(ids[0]);
});

test("without looking back, an event stored before the step was scheduled does not count even if it is dispatched later; a newer one does", async () => {
  const type = newType();
  const a = await world.execution();
  const before = await send(type);
  await sleep(20);
  expect(await wait(a, "wait", { eventType: type })).toEqual({ event: null });
  await dispatch();
  expect(await eventsTo(a)).toEqual([]);
  const step = stepOf(a, "slow", { sinceScheduledMs: HOUR });
  const slow = await waitForEvent(world, step, { eventType: type, match: null, lookBackMs: 0, untilMs: null });
  expect(slow.event?.id).toBe(before);
});

test("one event may end many waits; their filters are patterns as in triggers", async () => {
  const type = newType();
  const ids = await Promise.all([1, 2, 3, 4].map(() => world.execution()));
  const filters = [`${type}.paid.eu`, `${type}.paid.*`, `${type}.*`, `${type}`];
  for (const [index, eventType] of filters.entries()) await wait(ids[index]!, "wait", { eventType });
  const id = await send(`${type}.paid.eu`);
  await dispatch();
  expect(await Promise.all(ids.map(eventsTo))).toEqual([[["wait", id]], [["wait", id]], [["wait", id]], []]);
  const back = await wait(ids[3]!, "back", { eventType: `${type}.*`, lookBackMs: HOUR });
  expect(back.event?.id).toBe(id);
});

test("a wait's condition is evaluated as a trigger's: loosely equal, computed and nested values; a condition that fails does not match", async () => {
  const type = newType();
  const fits: readonly [Json, Json][] = [
    [{ "==": [{ var: "n" }, 7] }, { n: "7" }],
    [{ "==": ["7", { var: "n" }] }, { n: 7 }],
    [{ "===": [{ var: ["a.b"] }, "x"] }, { a: { b: "x" } }],
    [{ "==": [{ var: "payload.a" }, true] }, { a: 1 }],
    [{ and: [{ ">": [{ var: "n" }, 1] }, { "==": [{ var: "event.type" }, type] }] }, { n: 2 }],
    [{ "==": [{ var: "workflow.name" }, "Test"] }, {}],
    [{ or: [{ "==": [{ var: "a" }, "x"] }, { "==": [{ var: "b" }, "x"] }] }, { b: "x" }],
    [{ "==": [{ var: "list" }, "x"] }, { list: ["x"] }],
    [true, {}],
  ];
  for (const [match, data] of fits) {
    const [a, b] = [await world.execution(), await world.execution()];
    await wait(a, "wait", { eventType: type, match });
    await wait(b, "wait", { eventType: type, match: { and: [match, { "==": [{ var: "no" }, "yes"] }] } });
    const id = await send(type, data);
    await dispatch();
    expect([JSON.stringify(match), await eventsTo(a)]).toEqual([JSON.stringify(match), [["wait", id]]]);
    expect(await eventsTo(b)).toEqual([]);
    await world.closeAll([a, b], "terminated");
  }
  const c = await world.execution();
  await expect(wait(c, "bad", { eventType: type, match: { nope: [1] } })).rejects.toMatchObject({
    ...{ code: "CONDITION_INVALID", retryable: false },
  });
  await expect(wait(c, "nul", { eventType: type, match: "\u0000" })).rejects.toMatchObject({ code: "INPUT_INVALID" });
});

test("waits are removed when their execution closes or their time is over", async () => {
  const type = newType();
  const [a, b] = [await world.execution(), await world.execution()];
  await wait(a, "wait", { eventType: type });
  await wait(b, "soon", { eventType: type, untilMs: Date.now() - 120_000 });
  await wait(b, "later", { eventType: type, untilMs: Date.now() + HOUR });
  await world.close(a, "terminated");
  expect(await waitsOf(a)).toEqual([]);
  await sweepCoordination(world.db);
  expect(await waitsOf(b)).toEqual([{ path: "later" }]);
  await expect(wait(a, "again", { eventType: type })).rejects.toMatchObject({ code: "EXECUTION_CLOSED" });
});

/** Makes the insert of a wait slow, which extends the moment between looking back and waiting. */
async function slowWaits(): Promise<void> {
  await rawSql(
    world.databaseUrl,
    `create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(random() * 0.03); return new; end';
     create trigger slow before insert on event_waits for each row execute function slow()`,
  );
}

test("no event is missed between looking back and waiting: with concurrent ingests, dispatchers and waits, each wait gets one event of its order", async () => {
  await slowWaits();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ event: fc.nat(30), wait: fc.nat(30), pairs: fc.integer({ min: 1, max: 3 }) }), {
        minLength: 10,
        maxLength: 30,
      }),
      fc.boolean(),
      async (orders, byKey) => {
        const type = newType();
        const caller = await world.execution();
        let open = true;
        const dispatchers = [1, 2, 3].map(async () => {
          while (open) await dispatch();
        });
        const answers = await Promise.all(
          orders.map(async ({ event, wait: pause, pairs }, order) => {
            const sent = (async () => {
              await sleep(event);
              const ids = [];
              for (let n = 0; n < pairs; n++)
                ids.push(await send(type, { order: `o${order}` }, `${type} ${order} ${n}`));
              // A repetition under the same key is the same event.
              await send(type, { order: `o${order}` }, `${type} ${order} 0`);
              return ids;
            })();
            await sleep(pause);
            const comparison = { "==": [{ var: "order" }, `o${order}`] };
            const match = byKey ? comparison : { or: [comparison, false] };
            const { event: found } = await wait(caller, `wait${order}`, { eventType: type, match, lookBackMs: HOUR });
            return { order, found: found?.id, ids: await sent };
          }),
        );
        open = false;
        await Promise.all(dispatchers);
        await dispatch();
        const replies = new Map<string, string[]>();
        for (const [path, id] of await eventsTo(caller)) replies.set(path!, [...(replies.get(path!) ?? []), id!]);
        for (const { order, found, ids } of answers) {
          const told = [...(found === undefined ? [] : [found]), ...(replies.get(`wait${order}`) ?? [])];
          expect(told).toHaveLength(1);
          expect(ids).toContain(told[0]);
        }
        expect(await waitsOf(caller)).toEqual([]);
      },
    ),
    // Two dispatchers that have two events for a wait at the same time: either may be first.
    { numRuns: 12, endOnFailure: true },
  );
  await rawSql(world.databaseUrl, "drop trigger slow on event_waits");
});

test("one event ends waits on different fields, whether a field's name sorts before or after the step's path", async () => {
  const type = newType();
  const a = await world.execution();
  await wait(a, "a/wait", { eventType: type, match: { "==": [{ var: "order" }, "1"] } });
  await wait(a, "z/wait", { eventType: type, match: { "==": [{ var: "address" }, "1"] } });
  await wait(a, "any", { eventType: type });
  const id = await send(type, { order: "1", address: "1" });
  await dispatch();
  expect((await eventsTo(a)).toSorted()).toEqual([
    ["a/wait", id],
    ["any", id],
    ["z/wait", id],
  ]);
});

test("of 2,000 waits with a correlation key, only those with the event's value are read", async () => {
  const type = newType();
  const a = await world.execution();
  await world.db
    .insertInto("event_waits")
    .values(
      Array.from({ length: 2_000 }, (_, n) => ({
        ...{ execution_id: a, path: `w${n}`, key: `k${n}`, event_type: type, since: new Date() },
        ...{ match: jsonb({ "==": [{ var: "order" }, `o${n}`] }), match_path: "order", match_value: `s:o${n}` },
        workflow: jsonb({ id: "wf", name: "x", version: 1 }),
      })),
    )
    .execute();
  await send(type, { order: "o7" });
  const candidates = [{ project: "main", filter: type, path: "order", value: "s:o7", after: 0 }];
  expect((await findEventWaits(world.db, candidates, 5_000)).map(({ path }) => path)).toEqual(["w7"]);
  await dispatch();
  expect((await eventsTo(a)).map(([path]) => path)).toEqual(["w7"]);
});

test("waits by more fields than an event is looked up by are answered all the same, and the fields stay few (I14)", async () => {
  const type = newType();
  const a = await world.execution();
  for (let n = 0; n < 120; n += 1)
    await wait(a, `w${n}`, { eventType: type, match: { "==": [{ var: `f${n}` }, "1"] } });
  // A field that is known stays one by which waits are found.
  await wait(a, "again", { eventType: type, match: { "==": [{ var: "f7" }, "2"] } });
  const rows = await world.db
    .selectFrom("event_waits")
    .select(["path", "match_path as field", "match_value as value"])
    .where("execution_id", "=", a)
    .execute();
  expect(new Set(rows.map(({ field }) => field).filter((field) => field !== "")).size).toBe(100);
  expect(rows.filter(({ field, value }) => field === "" && value === "")).toHaveLength(20);
  expect(rows.find(({ path }) => path === "again")).toMatchObject({ field: "f7", value: "n:2" });
  const id = await send(type, { f7: "2", f3: "1", f115: "1" });
  await dispatch();
  expect(new Set((await eventsTo(a)).map(([path, event]) => `${path} ${event}`))).toEqual(
    new Set(["again", "w3", "w115"].map((path) => `${path} ${id}`)),
  );
});

test("while the lock on the event type is held, no event is read that was compared before (I14)", async () => {
  const type = newType();
  const a = await world.execution();
  await ingestEvents(
    world.db,
    Array.from({ length: 450 }, (_, n) => ({ type, data: { n } })),
  );
  const seen: string[] = [];
  const db = world.db.withPlugin({
    transformQuery: ({ node }) => {
      if (JSON.stringify(node).includes("pg_advisory_xact_lock(")) seen.push("lock");
      return node;
    },
    transformResult: async ({ result }) => {
      for (const row of result.rows) if ("isRecent" in row) seen.push("event");
      return result;
    },
  });
  const match = { or: [{ "==": [{ var: "n" }, -1] }, false] };
  const step = stepOf(a, "wait");
  await waitForEvent({ ...world, db }, step, { eventType: type, match, lookBackMs: HOUR, untilMs: null });
  expect(seen.filter((one) => one === "event")).toHaveLength(450);
  expect(seen.at(-1)).toBe("lock");
  const id = await send(type, { n: -1 });
  await dispatch();
  expect(await eventsTo(a)).toEqual([["wait", id]]);
});

test("a step whose events take longer to compare than it may hold the lock lets it go, and loses none of them (I14)", async () => {
  const type = newType();
  const a = await world.execution();
  let locks = 0;
  let locked = false;
  const db = world.db.withPlugin({
    transformQuery: ({ node }) => {
      locked = JSON.stringify(node).includes("pg_advisory_xact_lock(");
      if (locked) locks += 1;
      return node;
    },
    // Twice an event comes just after the step has taken the lock.
    transformResult: async ({ result }) => {
      if (locked && locks <= 2) await ingestEvents(world.db, [{ type, data: { n: locks } }]);
      return result;
    },
  });
  const wanted = { eventType: type, match: { "==": [{ var: "n" }, 3] }, lookBackMs: HOUR, untilMs: null };
  expect(await waitForEvent({ db, lockMs: -1 }, stepOf(a, "wait"), wanted)).toEqual({ event: null });
  expect(locks).toBe(3);
  const id = await send(type, { n: 3 });
  await dispatch();
  expect(await eventsTo(a)).toEqual([["wait", id]]);
});
