import { createTestDatabase, openRoad, waitFor, type Road, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EVENTS_CHANNEL } from "../notify/channels.ts";
import { listen } from "../notify/listen.ts";
import { notify } from "../notify/notify.ts";
import { withinTime } from "../queries/within-time.ts";
import { isPostgresAway } from "./is-postgres-away.ts";
import { openDatabase, type Database } from "./open-database.ts";

// Connections that are swallowed: what is sent on them arrives nowhere, and neither end is told.

let database: TestDatabase;
let road: Road;
let direct: Database;
let db: Database;
let url: URL;
beforeEach(async () => {
  database = await createTestDatabase();
  direct = openDatabase(database.url);
  url = new URL(database.url);
  road = await openRoad(url.host);
  url.host = road.address;
  url.searchParams.set("statement_timeout", "300");
  url.searchParams.set("idle_in_transaction_session_timeout", "200");
  db = openDatabase(url.href, { max: 2 });
});
afterEach(async () => {
  await db.destroy();
  await road.close();
  await direct.destroy();
  await database.drop();
});

const one = (on: Database) => sql<{ one: number }>`select 1 as one`.execute(on).then(({ rows }) => rows);

test("a swallowed connection fails what waits on it, as if Postgres were away, and is not used again", async () => {
  await Promise.all([one(db), one(db)]);
  road.swallow();
  const failed = await Promise.allSettled([one(db), one(db), one(db)]);
  const reasons = failed.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(reasons).toHaveLength(2);
  for (const reason of reasons) expect(isPostgresAway(reason)).toBe(true);
  expect(await one(db)).toEqual([{ one: 1 }]);
});

test("a transaction on a swallowed connection fails, and Postgres gives its locks to others", async () => {
  await sql`create table held (id integer); insert into held values (1)`.execute(direct);
  const work = db.transaction().execute(async (tx) => {
    await sql`select from held for update`.execute(tx);
    road.swallow();
    await sql`delete from held`.execute(tx);
  });
  expect(isPostgresAway(await work.catch((error: unknown) => error))).toBe(true);
  await waitFor(async () => {
    const { rows } = await sql`select id from held for update skip locked`.execute(direct);
    return rows.length === 1;
  });
});

test("Postgres ends a statement that takes too long, and its connection stays", async () => {
  await expect(sql`select pg_sleep(10)`.execute(db)).rejects.toMatchObject({ code: "57014" });
  expect(await one(db)).toEqual([{ one: 1 }]);
  // Work that names a longer time has it at both ends.
  await withinTime(db, 5_000, (tx) => sql`select pg_sleep(0.8)`.execute(tx));
});

test("behind a pooler nothing is set, and silence is noticed all the same", async () => {
  url.searchParams.delete("idle_in_transaction_session_timeout");
  url.searchParams.delete("statement_timeout");
  url.searchParams.set("prepare", "false");
  const pooled = openDatabase(url.href, { statementMs: 300 });
  const { rows } = await sql`show statement_timeout`.execute(pooled);
  expect(rows).toEqual([{ statement_timeout: "0" }]);
  road.swallow();
  await expect(one(pooled)).rejects.toThrow("Postgres has not answered for 600 ms");
  await pooled.destroy();
});

test("a listener notices that its connection is swallowed, and hears again", async () => {
  const errors: Error[] = [];
  let heard = 0;
  let reconnects = 0;
  const listener = listen(url.href, [EVENTS_CHANNEL], () => (heard += 1), {
    proveMs: 50,
    onError: (error) => errors.push(error),
    onReconnect: () => (reconnects += 1),
  });
  await listener.ready;
  road.swallow();
  await waitFor(() => reconnects === 1, { timeoutMs: 20_000 });
  expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining("has not answered") })]);
  await notify(direct, EVENTS_CHANNEL);
  await waitFor(() => heard === 1);
  road.swallow();
  await listener.stop();
});
