import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { AWKWARD_ROWS, type DatabaseWorld, databaseWorld, openClient, storeIn } from "../../testing/database-world.ts";
import { DATABASE_OPERATIONS as OPERATIONS } from "@tempograph/graph";
import type { ChangeFilter, KeptChanges } from "../change.ts";
import { databaseNames } from "../database-names.ts";
import { inspectTable } from "../inspect-table.ts";
import { makeChangesKept, removeLeftover, stopKeepingChanges } from "../make-changes-kept.ts";
import { hasSlot, replicationObstacle } from "../replication/slot.ts";
import { installSql, removeSql } from "./outbox-sql.ts";
import { outboxLag, readOutbox } from "./read-outbox.ts";

let world: DatabaseWorld;
beforeAll(async () => {
  world = await databaseWorld();
});
beforeEach(() =>
  world.begin(`set timezone = 'UTC'; drop table if exists public.orders; drop schema if exists tempograph cascade;
    create table public.orders (id int, status text, note text, amount numeric, at timestamptz)`),
);
afterAll(() => world.end());

const table = { schema: "public", table: "orders" };
const options: KeptChanges = { name: "outbox_a", table, operations: OPERATIONS };

async function run(statements: readonly string[]): Promise<void> {
  for (const statement of statements) await world.sql(statement);
}

async function read(filter: ChangeFilter = { operations: OPERATIONS }, store = storeIn(world.db), from = table) {
  const stopping = new AbortController();
  const client = await openClient(world.users.url);
  const { signal } = stopping;
  const done = readOutbox({ client, name: "outbox_a", table: from, filter, store, pollMs: 20, signal });
  done.catch(() => undefined);
  onTestFinished(async () => {
    stopping.abort();
    await done.catch(() => undefined);
  });
  return { done };
}

const events = (count: number) =>
  waitFor(async () => {
    const stored = await world.events();
    return stored.length >= count && stored;
  });

test("each change is an event with both rows, also where rows have no identity, and leaves the outbox", async () => {
  await run(installSql(options));
  await read();
  await world.sql("insert into orders values (1, 'new', 'a', 10.50, '2026-03-29 03:30+02')");
  await world.sql("set timezone = 'America/New_York'");
  await world.sql("update orders set amount = 12345678901234567890");
  await world.sql("delete from orders");
  const at = "2026-03-29T01:30:00+00:00";
  expect(await events(3)).toMatchObject([
    { operation: "insert", table: "public.orders", new: { id: 1, amount: 10.5, at }, old: null },
    {
      operation: "update",
      new: { id: 1, amount: "12345678901234567890", at },
      old: { amount: 10.5 },
      changed: ["amount"],
    },
    { operation: "delete", new: null, old: { id: 1, status: "new" } },
  ]);
  await waitFor(async () => (await world.sql("select from tempograph.outbox_a")).length === 0);
});

test("a row of which not every value fits into an event keeps neither its writer nor later changes from going on", async () => {
  await world.sql("alter table orders add doc json");
  await run(installSql(options));
  await read();
  for (const [statement] of AWKWARD_ROWS) await world.sql(statement);
  const all = await events(AWKWARD_ROWS.length);
  // Columns behind eight million characters of a row are not read.
  const expected = AWKWARD_ROWS.map(([, omitted], index) => (index === 4 ? ["note", "amount", "at", "doc"] : omitted));
  expect(all.map(({ omitted }) => omitted)).toEqual(expected);
  expect(all[4]).toMatchObject({ operation: "update", new: { id: 4 }, old: { id: 4 } });
  expect(all[5]).toMatchObject({ new: { id: 5, doc: { a: [{ b: '\\u0000, ["' }] } } });
});

test("a column filter keeps other updates out of the outbox", async () => {
  await run(installSql({ ...options, operations: ["update"], columns: ["status"] }));
  await world.sql("insert into orders values (1, 'new', 'a')");
  await world.sql("update orders set note = 'b'");
  await world.sql("update orders set status = status");
  await world.sql("update orders set status = 'paid'");
  await world.sql("delete from orders");
  expect(await world.sql("select operation, new_row ->> 'status' as status from tempograph.outbox_a")).toEqual([
    { operation: "update", status: "paid" },
  ]);
});

test("I1: what could not be stored stays in the outbox, and is read again, once", async () => {
  await run(installSql(options));
  await world.sql("insert into orders select n from generate_series(1, 1200) n");
  const failing = read(undefined, async (changes) => {
    await storeIn(world.db)(changes);
    throw new Error("Postgres is away");
  });
  await expect((await failing).done).rejects.toThrow("Postgres is away");
  await read();
  const all = await events(1_200);
  expect(all.map((change) => (change["new"] as { id: number }).id)).toEqual(
    Array.from({ length: 1_200 }, (_, n) => n + 1),
  );
});

test("those who write to the table need no right on the outbox", async () => {
  await run(installSql(options));
  const role = `writer_${world.users.name}`;
  await world.sql(`create role ${role}`);
  await world.sql(`grant insert on orders to ${role}`);
  await world.sql(`set role ${role}`);
  await world.sql("insert into orders values (7)");
  await expect(world.sql("select from tempograph.outbox_a")).rejects.toThrow("permission denied");
  await world.sql("reset role");
  expect(await world.sql("select new_row -> 'id' as id from tempograph.outbox_a")).toEqual([{ id: 7 }]);
  await world.sql(`drop owned by ${role}`);
  await world.sql(`drop role ${role}`);
});

test("installed twice is installed once; removed, nothing of it stays, also after the table was renamed", async () => {
  await run([...installSql(options), ...installSql({ ...options, operations: ["insert"] })]);
  const triggers = () => world.sql("select tgname from pg_trigger where tgname like 'tempograph%'");
  expect(await triggers()).toEqual([{ tgname: "tempograph_outbox_a_insert" }]);
  await world.sql("insert into orders values (1)");
  const client = await openClient(world.users.url);
  onTestFinished(() => client.end());
  expect(await outboxLag(client, "outbox_a")).toMatchObject({ lagRows: 1, keptBytes: expect.any(Number) });
  await world.sql("alter table orders rename to old_orders");
  await run([...removeSql(options), ...removeSql(options)]);
  expect(await triggers()).toEqual([]);
  expect(await outboxLag(client, "outbox_a")).toBeUndefined();
});

test("a change of the mode that a worker makes again, because another one died in it, keeps its first position", async () => {
  const client = await openClient(world.users.url);
  onTestFinished(() => client.end());
  await world.sql("alter table orders replica identity full");
  // Slots belong to the whole server: no other test has one of this name.
  const key = { project: "main", workflowId: world.users.name, triggerId: "t" };
  const config = { connection: "shop", table: "orders" };
  const replication = await makeChangesKept(client, key, config, {});
  const outboxWanted = { ...replication, outboxWanted: true };
  const outbox = await makeChangesKept(client, key, config, outboxWanted);
  await world.sql("insert into orders values (1)");
  expect((await makeChangesKept(client, key, config, outboxWanted)).leftover).toEqual(outbox.leftover);
  await removeLeftover(client, key, outbox.leftover!);
  // The next change of the mode has another position, and its slot is not dropped by a worker that was late.
  const back = await makeChangesKept(client, key, config, { ...outbox, leftover: null });
  expect(back.leftover).toMatchObject({ mode: "outbox" });
  expect(back.leftover!.at).not.toBe(outbox.leftover!.at);
  await removeLeftover(client, key, outbox.leftover!);
  expect(await hasSlot(client, databaseNames(key).slot)).toBe(true);
  await stopKeepingChanges(client, key);
});

test("rows of a table that the trigger watched before are passed over", async () => {
  await run(installSql(options));
  await world.sql("insert into orders values (1)");
  await world.sql("create table public.parcels (like orders)");
  await run(installSql({ ...options, table: { schema: "public", table: "parcels" } }));
  await world.sql("insert into orders values (2)");
  await world.sql("insert into public.parcels values (3)");
  await read(undefined, undefined, { schema: "public", table: "parcels" });
  expect(await events(1)).toMatchObject([{ table: "public.parcels", new: { id: 3 } }]);
  await waitFor(async () => (await world.sql("select from tempograph.outbox_a")).length === 0);
  expect(await events(1)).toHaveLength(1);
});

test("a table whose rows have no identity is not published: its owner could not update it any more", async () => {
  const client = await openClient(world.users.url);
  onTestFinished(() => client.end());
  const asked = { name: "x", table, operations: OPERATIONS };
  expect(replicationObstacle(await inspectTable(client, table), asked)?.code).toBe("DATABASE_OLD_ROW_UNKNOWN");
  await world.sql("alter table orders replica identity full");
  expect(replicationObstacle(await inspectTable(client, table), asked)).toBeUndefined();
  const obstacle = async (more: Partial<KeptChanges> = {}) =>
    replicationObstacle(await inspectTable(client, table), { ...asked, ...more })?.code;
  await world.sql("alter table orders replica identity nothing");
  expect([await obstacle(), await obstacle({ operations: ["insert"] })]).toEqual([
    "DATABASE_OLD_ROW_UNKNOWN",
    undefined,
  ]);
  await world.sql("alter table orders alter id set not null; create unique index by_id on orders (id)");
  await world.sql("alter table orders replica identity using index by_id");
  expect([await obstacle(), await obstacle({ columns: ["status"] })]).toEqual([undefined, "DATABASE_OLD_ROW_UNKNOWN"]);
  await world.sql("drop index by_id");
  expect(await obstacle()).toBe("DATABASE_OLD_ROW_UNKNOWN");
  await world.sql("drop table orders; create table orders (id int primary key) partition by range (id)");
  await world.sql("create table few partition of orders for values from (0) to (9)");
  expect(await obstacle()).toBeUndefined();
  // Partitions do not take the identity of their table.
  await world.sql("alter table orders replica identity full");
  expect(await obstacle()).toBe("DATABASE_OLD_ROW_UNKNOWN");
  await world.sql("alter table few replica identity full");
  expect(await obstacle({ columns: ["id"] })).toBeUndefined();
  await world.sql("drop table orders");
  await expect(inspectTable(client, table)).rejects.toMatchObject({ code: "DATABASE_TABLE_MISSING" });
});
