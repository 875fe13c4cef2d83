import { createTestDatabase, waitFor } from "@tempograph/testing";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../connection/open-database.ts";
import { migrateToLatest } from "../migrations/migrate-to-latest.ts";

test("policies are given while a process works that uses several tables: neither waits for the other in a circle", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  await sql.raw("comment on table projects is null; alter table events disable row level security").execute(db);
  let applied: Promise<void> | undefined;
  await db.transaction().execute(async (trx) => {
    await sql`update steps set attempts = 1`.execute(trx);
    applied = migrateToLatest(database.url);
    // It waits for `steps`, which comes behind `events` in its list.
    await waitFor(async () => {
      const { rows } = await sql`select from pg_locks where relation = 'steps'::regclass and not granted`.execute(db);
      return rows.length > 0;
    });
    await sql`update events set matched = 0`.execute(trx);
  });
  await applied;
  const { rows } = await sql`select relrowsecurity as bound from pg_class where relname = 'events'`.execute(db);
  expect(rows).toEqual([{ bound: true }]);
  await db.destroy();
  await database.drop();
});
