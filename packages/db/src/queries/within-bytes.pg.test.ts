import { createTestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { findEvents, listEvents } from "./events.ts";
import { listHistoryEvents } from "./executions/history.ts";
import { MAX_ROWS_BYTES, rowsWithinBytes } from "./within-bytes.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  const insert = (kind: string, rows: number, data: unknown) =>
    sql`insert into events (id, type, source, time, data, fingerprint)
      select ${kind} || n, ${kind}, 's', now(), ${data}, '' from generate_series(1, ${rows}::integer) n`.execute(db);
  // Hex of random bytes, which compression makes no shorter than half.
  await insert(
    "random",
    12,
    sql`(select jsonb_agg(md5(random()::text || n::text || m::text)) from generate_series(1, 26000) m)`,
  );
  await insert("same", 30, sql`jsonb_build_object('text', repeat('x', 1000000))`);
  await insert("small", 120, sql`jsonb_build_object('n', n)`);
  await insert(
    "huge",
    2,
    sql`(select jsonb_agg(md5(random()::text || n::text || m::text)) from generate_series(1, 160000) m)`,
  );
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const list = (type: string, limit = 200, backward = false) =>
  rowsWithinBytes(db, ["data"], (measured) => listEvents(measured, { type }, { limit, backward }));

test("small rows all come, in the order of the list, exactly as without measuring", async () => {
  for (const backward of [false, true]) {
    const found = await list("small", 100, backward);
    expect(found).toMatchObject({ leftOut: false });
    expect(found.rows).toEqual(await listEvents(db, { type: "small" }, { limit: 100, backward }));
  }
});

test("rows behind those that fill the bytes are not sent, and the page says so", async () => {
  const all = await listEvents(db, { type: "random" }, { limit: 200 });
  const { rows, leftOut, bytes } = await list("random");
  expect(leftOut).toBe(true);
  expect(rows).toEqual(all.slice(0, rows.length));
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.length).toBeLessThan(8);
  expect(bytes).toBeGreaterThan(MAX_ROWS_BYTES);
});

test("one row of any size comes, and the last one is known to be the last", async () => {
  expect(await list("huge", 10)).toMatchObject({ leftOut: true, rows: [{ id: "huge2" }] });
  expect(await list("huge", 1)).toMatchObject({ leftOut: false, rows: [{ id: "huge2" }] });
});

test("values that compress well count for more than their stored bytes", async () => {
  const { rows, bytes } = await list("same");
  const stored = await sql<{
    n: number;
  }>`select sum(pg_column_size(data))::integer as n from events where type = 'same'`.execute(db);
  expect(bytes / rows.length).toBeCloseTo((stored.rows[0]!.n / 30) * 10);
});

test("a list of ids, a list in plain SQL, and one that nothing can match", async () => {
  const found = await rowsWithinBytes(db, ["data"], (measured) => findEvents(measured, ["small1", "huge1", "random1"]));
  expect(found.rows.length).toBeGreaterThan(0);
  expect(Object.keys(found.rows[0]!)).toEqual(Object.keys((await findEvents(db, ["small1"]))[0]!));
  const history = (measured: Database) => listHistoryEvents(measured, "exe_none", { limit: 10 });
  expect(await rowsWithinBytes(db, ["attributes"], history)).toEqual({ rows: [], leftOut: false, bytes: 0 });
  const none = (measured: Database) => findEvents(measured, []);
  expect(await rowsWithinBytes(db, ["data"], none)).toEqual({ rows: [], leftOut: false, bytes: 0 });
});
