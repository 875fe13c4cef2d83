import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "./index.ts";

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as unknown[];
  } finally {
    await client.end();
  }
}

test("databases that are made concurrently are independent of each other, and are gone after drop", async () => {
  const databases = await Promise.all(Array.from({ length: 4 }, () => createTestDatabase()));
  const [first, second] = databases as [(typeof databases)[0], (typeof databases)[0]];
  await query(first.url, "create table only_here (id int)");
  expect(await query(second.url, "select to_regclass('only_here') as name")).toEqual([{ name: null }]);
  for (const database of databases) await database.drop();
  await expect(query(first.url, "select 1")).rejects.toThrow(/does not exist/);
});

test("drop ends connections that are still open", async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  client.on("error", () => {});
  await client.connect();
  await database.drop();
  await expect(client.query("select 1")).rejects.toThrow();
});
