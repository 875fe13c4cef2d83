import { createTestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { listEvents } from "./events.ts";
import { countRows } from "./page.ts";
import { StatementTooLong, withinTime } from "./within-time.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url, { max: 1 });
  await sql`insert into events (id, type, source, time, data, fingerprint)
    select 'evt_' || n, 't', 's', now(), '{}', '' from generate_series(1, 3) n`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const sleep = sql`select pg_sleep(60)`;
const limit = async () =>
  (await sql<{ limit: string }>`select current_setting('statement_timeout') as limit`.execute(db)).rows[0]!.limit;

test("a statement that takes longer is ended, and the connection has its own limit afterwards", async () => {
  await expect(withinTime(db, 20, (limited) => sleep.execute(limited))).rejects.toThrow(StatementTooLong);
  expect(await limit()).toBe("30s");
});

test("other errors stay what they are", async () => {
  await expect(withinTime(db, 1_000, (limited) => sql`select 1 / 0`.execute(limited))).rejects.toThrow("division");
});

test("a list can be counted within a time", async () => {
  const count = countRows(
    db,
    (counting, page) => withinTime(counting, 1_000, (limited) => listEvents(limited, {}, page)),
    9,
  );
  expect(await count).toBe(3);
});
