import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import type { DatabaseOperation } from "@tempograph/graph";
import type { ChangeFilter } from "../change.ts";
import { asDatabaseProblem } from "../database-problem.ts";
import { AWKWARD_ROWS, type DatabaseWorld, databaseWorld, openClient, storeIn } from "../../testing/database-world.ts";
import { readReplication } from "./read-replication.ts";
import { dropSlot, ensurePublication, ensureSlot, slotLag } from "./slot.ts";

let world: DatabaseWorld;
beforeAll(async () => {
  world = await databaseWorld();
});
beforeEach(() =>
  world.begin(
    "drop table if exists orders; drop type if exists mood; create table orders (id int primary key, status text, note text)",
  ),
);
afterAll(() => world.end());

const ALL: readonly DatabaseOperation[] = ["insert", "update", "delete"];
const table = { schema: "public", table: "orders" };
const slotName = (): string => `tempograph_${world.users.name}`;

async function prepare(operations = ALL): Promise<void> {
  const client = await openClient(world.users.url);
  onTestFinished(async () => {
    await waitFor(() => dropSlot(client, slotName()).then(() => true));
    await client.end();
  });
  await ensurePublication(client, { name: slotName(), table, operations });
  await ensureSlot(client, slotName());
}

/** Reads until the test ends, or `stop` is called. */
async function read(filter: ChangeFilter = { operations: ALL }, store = storeIn(world.db)) {
  const stopping = new AbortController();
  const done = readReplication({
    client: await openClient(world.users.url, true),
    ...{ slot: slotName(), publication: slotName(), table: "public.orders", filter, store },
    isFollowed: async ({ name }) => name === "public.orders",
    signal: stopping.signal,
  });
  done.catch(() => undefined);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await done.catch(() => undefined);
  };
  onTestFinished(stop);
  return { done, stop };
}

const events = (count: number) =>
  waitFor(async () => {
    const stored = await world.events();
    return stored.length >= count && stored;
  });

test("each change is an event, in the order of the transactions, with what the server tells of the old row", async () => {
  await prepare();
  await read();
  await world.sql("insert into orders values (1, 'new', 'a'), (2, 'new', 'b')");
  await world.sql("update orders set status = 'paid' where id = 1");
  await world.sql("update orders set id = 3 where id = 2");
  await world.sql("delete from orders where id = 1");
  const stored = await events(5);
  expect(stored).toMatchObject([
    { operation: "insert", table: "public.orders", new: { id: 1, status: "new", note: "a" }, old: null, key: null },
    { operation: "insert", new: { id: 2, status: "new", note: "b" }, old: null },
    { operation: "update", new: { id: 1, status: "paid", note: "a" }, old: null, key: { id: 1 }, changed: null },
    { operation: "update", new: { id: 3, status: "new", note: "b" }, old: null, key: { id: 2 } },
    { operation: "delete", new: null, old: null, key: { id: 1 }, replicaIdentity: "default" },
  ]);
});

test("with replica identity full the old row is known, and updates are filtered by column", async () => {
  await world.sql("alter table orders replica identity full");
  await prepare();
  await read({ operations: ["update", "delete"], columns: ["status"] });
  await world.sql("insert into orders values (1, 'new', 'a')");
  await world.sql("update orders set note = 'other'");
  await world.sql("update orders set status = 'paid'");
  await world.sql("delete from orders");
  expect(await events(2)).toMatchObject([
    {
      ...{ operation: "update", changed: ["status"] },
      old: { id: 1, status: "new", note: "other" },
      new: { id: 1, status: "paid", note: "other" },
    },
    { operation: "delete", old: { id: 1, status: "paid" }, new: null, replicaIdentity: "full" },
  ]);
});

test("values are JSON, and numbers that JavaScript would change stay texts", async () => {
  await world.sql(`create type mood as enum ('fine')`);
  await world.sql(`alter table orders add big bigint, add amount numeric, add b bool, add at timestamptz, add day date,
    add local timestamp, add j jsonb, add tags text[], add numbers int[], add raw bytea, add mood mood, add r double precision`);
  await prepare();
  await read();
  await world.sql(`insert into orders values (1, 'n', null, 9007199254740993, 10.50, true, '2026-03-29 03:30:00.5+02',
    '2026-03-29', '2026-03-29 02:30', '{"a": 9007199254740993}', '{a,"b c",null}', '{{1,2},{3,4}}', '\\xbeef', 'fine', 'NaN')`);
  const [{ new: row }] = (await events(1)) as [{ new: unknown }];
  expect(row).toEqual({
    ...{ id: 1, status: "n", note: null, big: "9007199254740993", amount: 10.5, b: true },
    ...{ at: "2026-03-29T01:30:00.5+00:00", day: "2026-03-29", local: "2026-03-29T02:30:00" },
    ...{ j: { a: "9007199254740993" }, tags: ["a", "b c", null] },
    ...{
      numbers: [
        [1, 2],
        [3, 4],
      ],
      raw: "\\xbeef",
      mood: "fine",
      r: "NaN",
    },
  });
});

test("a value that an update did not touch and that the server keeps outside of the row is named, not made null", async () => {
  await prepare();
  await read();
  await world.sql("alter table orders alter note set storage external");
  await world.sql("insert into orders values (1, 'new', repeat('x', 100000))");
  await world.sql("update orders set status = 'paid'");
  const [, update] = await events(2);
  expect(update).toMatchObject({ new: { id: 1, status: "paid" }, omitted: ["note"] });
  expect(update!["new"]).not.toHaveProperty("note");
  // With the whole old row, it is known.
  await world.sql("alter table orders replica identity full");
  await world.sql("update orders set status = 'sent'");
  const [, , full] = await events(3);
  expect(full).toMatchObject({ new: { status: "sent", note: "x".repeat(100_000) }, changed: ["status"], omitted: [] });
});

test("a value that fits into no event is left out and named; neither this change nor a later one is lost", async () => {
  await world.sql("alter table orders add doc json, replica identity full");
  await prepare();
  await read();
  for (const [statement] of AWKWARD_ROWS) await world.sql(statement);
  const all = await events(AWKWARD_ROWS.length);
  expect(all.map(({ omitted }) => omitted)).toEqual(AWKWARD_ROWS.map(([, omitted]) => omitted));
  expect(all[4]).toMatchObject({ operation: "update", changed: ["note"], new: { id: 4 }, old: { id: 4 } });
  expect(all[5]).toMatchObject({ new: { id: 5, doc: { a: [{ b: '\\u0000, ["' }] } } });
});

test("truncate tells no rows and makes no event; what comes after it does", async () => {
  await prepare();
  await read();
  await world.sql("insert into orders values (1, 'new', 'a')");
  await world.sql("truncate orders");
  await world.sql("insert into orders values (2, 'new', 'a')");
  expect(await events(2)).toMatchObject([{ new: { id: 1 } }, { new: { id: 2 } }]);
});

test("a slot has no position until the transactions that were open have ended: it does not count as made", async () => {
  const [first, second, writer] = await Promise.all([1, 2, 3].map(() => openClient(world.users.url)));
  onTestFinished(async () => void (await Promise.all([first!.end(), second!.end(), writer!.end()])));
  await writer!.query("begin; insert into orders values (1)");
  const late = await ensureSlot(first!, slotName(), 100).catch(asDatabaseProblem);
  expect(late).toMatchObject({ code: "DATABASE_BUSY", message: expect.stringContaining("transaction") });
  const made = ensureSlot(first!, slotName());
  const listed = "select from pg_replication_slots where slot_name = $1";
  await waitFor(async () => (await world.sql(listed, [slotName()])).length === 1);
  expect(await ensureSlot(second!, slotName()).catch(asDatabaseProblem)).toMatchObject({ code: "DATABASE_BUSY" });
  await writer!.query("commit");
  await made;
  await ensureSlot(second!, slotName());
  await dropSlot(second!, slotName());
});

test("I1: what could not be stored is read again, once, and in the middle of a transaction as well", async () => {
  await prepare();
  let stored = 0;
  const failing = await read(undefined, async (changes) => {
    await storeIn(world.db)(changes.slice(0, 300));
    stored += 1;
    throw new Error("Postgres is away");
  });
  await world.sql("insert into orders select n, 'new', 'a' from generate_series(1, 3000) n");
  await expect(failing.done).rejects.toThrow("Postgres is away");
  expect(stored).toBe(1);
  await read();
  const all = await events(3_000);
  expect(all.map((change) => (change["new"] as { id: number }).id)).toEqual(
    Array.from({ length: 3_000 }, (_, n) => n + 1),
  );
});

test("the slot does not keep the log for changes of other tables", async () => {
  await prepare();
  await read();
  await world.sql("create table other (t text)");
  await world.sql("insert into other select repeat('x', 1000) from generate_series(1, 3000)");
  const client = await openClient(world.users.url);
  onTestFinished(() => client.end());
  const [{ lsn }] = (await world.sql("select pg_current_wal_lsn()::text as lsn")) as [{ lsn: string }];
  await waitFor(async () => {
    const lag = await slotLag(client, slotName());
    const [{ isPast }] = (await world.sql('select $1::pg_lsn >= $2::pg_lsn as "isPast"', [
      ...[lag!.position, lsn],
    ])) as [{ isPast: boolean }];
    return isPast;
  });
});

test("a slot that was dropped by hand ends the reader with an error", async () => {
  await prepare();
  const reader = await read();
  await world.sql("insert into orders values (1, 'new', 'a')");
  await events(1);
  await reader.stop();
  await waitFor(() => world.sql("select pg_drop_replication_slot($1)", [slotName()]).catch(() => false));
  await expect((await read()).done).rejects.toThrow(`replication slot "${slotName()}" does not exist`);
});
