import { EVENTS_CHANNEL, listen, openDatabase, type Database } from "@tempograph/db";
import { createTestDatabase, waitFor, type TestDatabase } from "@tempograph/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { EventInvalidError } from "./event-invalid-error.ts";
import { ingestEvents } from "./ingest-events.ts";

let database: TestDatabase;
let db: Database;
let other: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  other = openDatabase(database.url);
});
afterAll(async () => {
  await Promise.all([db.destroy(), other.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  await db.deleteFrom("events").execute();
});

const count = async (): Promise<number> =>
  Number(
    (
      await db
        .selectFrom("events")
        .select(({ fn }) => fn.countAll().as("n"))
        .executeTakeFirstOrThrow()
    ).n,
  );

test("an event is stored with its fields, and with defaults for those that are left out", async () => {
  const [full, bare] = await ingestEvents(db, [
    { type: "lead.created", source: "crm", subject: "42", time: "2026-01-31T12:00:00.250Z", data: { a: ["1", null] } },
    { data: null },
  ]);
  const rows = await db.selectFrom("events").selectAll().orderBy("seq").execute();
  expect(rows.map(({ id }) => id)).toEqual([full?.id, bare?.id]);
  expect(rows[0]).toMatchObject({
    type: "lead.created",
    source: "crm",
    subject: "42",
    data: { a: ["1", null] },
    dispatched_at: null,
  });
  expect(rows[0]?.time).toEqual(new Date("2026-01-31T12:00:00.250Z"));
  expect(rows[1]).toMatchObject({ type: "event", source: "api", subject: null, data: null, idempotency_key: null });
});

test("I2: 100 concurrent calls with one key through two pools store one row and get 100 equal answers", async () => {
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      ingestEvents(index % 2 ? db : other, [{ type: "t", data: { index: "same" }, idempotencyKey: "k" }]),
    ),
  );
  expect(new Set(answers.map(([answer]) => answer?.id)).size).toBe(1);
  expect(answers.filter(([answer]) => answer?.outcome === "stored")).toHaveLength(1);
  expect(answers.filter(([answer]) => answer?.outcome === "deduplicated")).toHaveLength(99);
  expect(await count()).toBe(1);
});

test("calls with the same keys in opposite orders do not deadlock", async () => {
  const keys = Array.from({ length: 200 }, (_, index) => `key ${index}`);
  const call = (order: readonly string[]) => order.map((idempotencyKey) => ({ data: 1, idempotencyKey }));
  for (let round = 0; round < 5; round++) {
    await db.deleteFrom("events").execute();
    const [a, b] = await Promise.all([ingestEvents(db, call(keys)), ingestEvents(other, call(keys.toReversed()))]);
    expect(a.map(({ id }) => id)).toEqual(b.map(({ id }) => id).toReversed());
    expect(await count()).toBe(200);
  }
});

test("a key with different content is a conflict that names the first event; the order of keys in data does not matter", async () => {
  const [first] = await ingestEvents(db, [{ data: { a: "1", b: { c: "2", d: "3" } }, idempotencyKey: "k" }]);
  const again = await ingestEvents(db, [
    { data: { b: { d: "3", c: "2" }, a: "1" }, idempotencyKey: "k" },
    { data: { a: "other" }, idempotencyKey: "k" },
    { data: { a: "1", b: { c: "2", d: "3" } }, idempotencyKey: "k", type: "other" },
    { data: { a: "other" }, idempotencyKey: "free" },
  ]);
  expect(again.map(({ outcome }) => outcome)).toEqual(["deduplicated", "conflict", "conflict", "stored"]);
  expect(again.slice(0, 3).map(({ id }) => id)).toEqual([first?.id, first?.id, first?.id]);
});

test("a CloudEvents id is unique only together with its source", async () => {
  const send = (source: string) => ingestEvents(db, [{ source, id: "1", data: 1 }]);
  const outcomes = [await send("a"), await send("b"), await send("a")].map(([answer]) => answer?.outcome);
  expect(outcomes).toEqual(["stored", "stored", "deduplicated"]);
});

test("two pairs of a source and a CloudEvents id whose texts are equal when they are put together are two events", async () => {
  const send = (source: string, id: string) => ingestEvents(db, [{ source, id, data: 1 }]);
  const outcomes = [await send("urn:a", "b:1"), await send("urn:a:b", "1"), await send("urn:a", "b:1")];
  expect(outcomes.map(([answer]) => answer?.outcome)).toEqual(["stored", "stored", "deduplicated"]);
});

test("a key that a caller uses beforehand keeps nothing from being stored that a trigger, a step or a resend makes", async () => {
  const [first] = await ingestEvents(db, [{ data: 1 }]);
  const caller = { type: "t", source: "tempograph:exe_1", data: 1, idempotencyKey: "k" };
  const own = [
    { ...caller, source: "tempograph:schedule/wf_1/t" },
    { ...caller, source: "TEMPOGRAPH:hook/a", idempotencyKey: "cloudevents:x" },
    { ...caller, hops: 1, idempotencyKey: "of a step" },
    { ...caller, resendOf: first!.id, idempotencyKey: "of a resend" },
  ];
  for (const event of own) {
    const sent = { type: "t", source: "tempograph:exe_1", data: 1, idempotencyKey: event.idempotencyKey };
    const outcomes = [await ingestEvents(db, [sent]), await ingestEvents(db, [event]), await ingestEvents(db, [event])];
    expect(outcomes.map(([answer]) => answer?.outcome)).toEqual(["stored", "stored", "deduplicated"]);
    expect(outcomes[2]![0]!.id).toBe(outcomes[1]![0]!.id);
    // In one call, too, and for the caller the key still means what was sent.
    const both = await ingestEvents(db, [event, sent]);
    expect(both.map(({ id }) => id)).toEqual([outcomes[1]![0]!.id, outcomes[0]![0]!.id]);
  }
});

test("a resend is an event of its own that names the first event; the resend of an unknown event is refused", async () => {
  const [first] = await ingestEvents(db, [{ data: 1 }]);
  const [second] = await ingestEvents(db, [{ data: 1, resendOf: first?.id as string }]);
  expect(second).toMatchObject({ outcome: "stored" });
  const row = await db
    .selectFrom("events")
    .select("resend_of")
    .where("id", "=", second?.id as string)
    .executeTakeFirst();
  expect(row).toEqual({ resend_of: first?.id });
  const unknown = ingestEvents(db, [{ data: 1 }, { data: 1, resendOf: "evt_none" }]);
  await expect(unknown).rejects.toThrow(EventInvalidError);
  await expect(unknown).rejects.toMatchObject({ problem: { code: "EVENT_INVALID", path: "/1/resendOf" } });
  expect(await count()).toBe(2);
});

test("an event that Postgres cannot hold fails only its own call", async () => {
  const results = await Promise.allSettled([
    ...Array.from({ length: 10 }, () => ingestEvents(db, [{ data: "good" }])),
    ingestEvents(db, [{ data: "fine" }, { data: "a\u0000b" }]),
    ingestEvents(db, [{ data: 1, time: "yesterday" }]),
    ...Array.from({ length: 10 }, () => ingestEvents(db, [{ data: "good" }])),
  ]);
  expect(results.map(({ status }) => (status === "fulfilled" ? "+" : "-")).join("")).toBe("++++++++++--++++++++++");
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toBeInstanceOf(EventInvalidError);
  const rows = await db.selectFrom("events").select("data").execute();
  expect(rows.map(({ data }) => data)).toEqual(Array.from({ length: 20 }, () => "good"));
});

test("a key __proto__ in data counts as content like any other key", async () => {
  const data = JSON.parse('{"__proto__": {"x": 1}}') as never;
  const [first] = await ingestEvents(db, [{ data, idempotencyKey: "p" }]);
  const [second] = await ingestEvents(db, [{ data: {}, idempotencyKey: "p" }]);
  expect([first?.outcome, second?.outcome]).toEqual(["stored", "conflict"]);
});

test("I1: the answer comes after commit, and a notification is sent", async () => {
  let notified = 0;
  const listener = listen(database.url, [EVENTS_CHANNEL], () => notified++);
  await listener.ready;
  const [answer] = await ingestEvents(db, [{ data: 1 }]);
  const row = await other
    .selectFrom("events")
    .select("id")
    .where("id", "=", answer?.id as string)
    .executeTakeFirst();
  expect(row).toBeDefined();
  await waitFor(() => notified > 0);
  await listener.stop();
});

test("concurrent calls share transactions", async () => {
  await Promise.all(Array.from({ length: 200 }, () => ingestEvents(db, [{ data: 1 }])));
  const rows = await db.selectFrom("events").select("received_at").execute();
  // now() is the same for all rows of a transaction. A Date rounds the microseconds of Postgres, so this may count too few
  // transactions but never too many.
  expect(rows).toHaveLength(200);
  expect(new Set(rows.map(({ received_at }) => received_at.getTime())).size).toBeLessThan(20);
});
