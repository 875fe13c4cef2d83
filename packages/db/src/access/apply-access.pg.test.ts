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

test("a database that was restored where the roles did not exist yet gets their rights, although it says that they were given", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { max: 2 });
  const rights = async () => {
    const { rows } = await sql<{ policies: number; grants: number }>`
      select (select count(*)::int from pg_policies where schemaname = 'public') as policies,
             (select count(*)::int from pg_class, aclexplode(relacl) where grantee = 'tempograph_api'::regrole) as grants`.execute(
      db,
    );
    return rows[0]!;
  };
  const before = await rights();
  expect(before.policies).toBeGreaterThan(100);
  // What pg_restore leaves: neither policies nor grants, whose role it did not find, but comments.
  await sql`do $$ declare one record; begin
    for one in select tablename, policyname from pg_policies where schemaname = 'public' loop
      execute format('drop policy %I on %I', one.policyname, one.tablename);
    end loop; end $$`.execute(db);
  await sql`revoke all on all tables in schema public from tempograph_api, tempograph_worker`.execute(db);
  await migrateToLatest(database.url);
  expect(await rights()).toEqual(before);

  // The same without its grants only (pg_restore --no-privileges).
  await sql`revoke all on all tables in schema public from tempograph_api, tempograph_worker`.execute(db);
  await migrateToLatest(database.url);
  expect(await rights()).toEqual(before);
  await db.destroy();
  await database.drop();
});
