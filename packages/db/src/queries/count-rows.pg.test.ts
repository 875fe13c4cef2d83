import { createTestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { countRows } from "./page.ts";
import { listApprovals } from "./approvals.ts";
import { listEvents } from "./events.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await sql`insert into events (id, type, source, time, data, fingerprint)
    select 'evt_' || n, 't' || (n % 2), 's', now(), '{}', '' from generate_series(1, 25) n`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test("counts by the list's own filter, up to a bound", async () => {
  const count = (type: string | undefined, most: number) =>
    countRows(db, (counting, page) => listEvents(counting, { type }, page), most);
  expect(await count(undefined, 100)).toBe(25);
  expect(await count("t1", 100)).toBe(13);
  expect(await count(undefined, 7)).toBe(7);
  expect(await count("none", 7)).toBe(0);
});

test("counts a list that is written as plain SQL, and one that nothing can match", async () => {
  const count = (approvers: string[] | undefined) =>
    countRows(db, (counting, page) => listApprovals(counting, { approvers }, page), 100);
  expect(await count(undefined)).toBe(0);
  expect(await count([])).toBe(0);
});
