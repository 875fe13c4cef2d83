import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "./open-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function prepared(db: Database): Promise<{ name: string; statement: string }[]> {
  const { rows } = await sql<{ name: string; statement: string }>`
    select name, statement from pg_prepared_statements order by prepare_time`.execute(db);
  return rows;
}

async function withConnection(url: string, work: (db: Database) => Promise<void>): Promise<void> {
  const db = openDatabase(url, { max: 1 });
  await work(db).finally(() => db.destroy());
}

test("a statement that is used often is prepared, one of a single use is not, and the answers are the same", async () => {
  await withConnection(database.url, async (db) => {
    for (let n = 0; n < 8; n++) {
      const { rows } = await sql<{ sum: number }>`select ${n}::integer + 1 as sum`.execute(db);
      expect(rows).toEqual([{ sum: n + 1 }]);
      await sql`select ${sql.raw(`'${n}'`)} || ${"x"}`.execute(db);
    }
    expect((await prepared(db)).map(({ statement }) => statement)).toEqual(["select $1::integer + 1 as sum"]);
  });
});

test("no more are prepared than a connection should hold", async () => {
  await withConnection(database.url, async (db) => {
    for (let use = 0; use < 6; use++)
      for (let n = 0; n < 120; n++) await sql`select ${n}::integer as ${sql.ref(`n${n}`)}`.execute(db);
    expect(await prepared(db)).toHaveLength(100);
  });
});

test("none is prepared where the URL says that a pooler stands between", async () => {
  const url = new URL(database.url);
  url.searchParams.set("prepare", "false");
  await withConnection(url.href, async (db) => {
    for (let n = 0; n < 8; n++) await sql`select ${n}::integer + 1 as sum`.execute(db);
    expect(await prepared(db)).toEqual([]);
  });
});

test("a statement that fails leaves its connection usable, in a transaction and outside", async () => {
  await withConnection(database.url, async (db) => {
    const divide = (by: number) => sql<{ n: number }>`select 6 / ${by}::integer as n`.execute(db);
    for (const by of [0, 0, 0, 1, 0, 2, 0]) {
      if (by === 0) await expect(divide(by)).rejects.toThrow(/division by zero/);
      else expect((await divide(by)).rows).toEqual([{ n: 6 / by }]);
    }
    expect((await divide(3)).rows).toEqual([{ n: 2 }]);
    expect(await prepared(db)).toHaveLength(1);
  });
});
