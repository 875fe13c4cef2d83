import { createTestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../connection/open-database.ts";
import { dumpSchema } from "../schema/dump-schema.ts";
import { allMigrations } from "./all-migrations.ts";
import { migrateToLatest } from "./migrate-to-latest.ts";

async function onEmptyDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  try {
    await sql`drop schema public cascade`.execute(db);
    await sql`create schema public`.execute(db);
    await work(database.url);
  } finally {
    await db.destroy();
    await database.drop();
  }
}

test("20 migrators at once leave one schema, each migration applied once", async () => {
  await onEmptyDatabase(async (url) => {
    await Promise.all(Array.from({ length: 20 }, () => migrateToLatest(url)));
    const db = openDatabase(url);
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(allMigrations));
    expect(await dumpSchema(db)).toContain("create table events (");
    await db.destroy();
  });
});

test("a migration that fails is named, and changes nothing", async () => {
  await onEmptyDatabase(async (url) => {
    const db = openDatabase(url);
    await sql`create table steps (id int)`.execute(db);
    await expect(migrateToLatest(url)).rejects.toThrow(/Migration 0001-first failed: relation "steps" already exists/);
    const { rows } = await sql`select to_regclass('workflows') as table`.execute(db);
    expect(rows).toEqual([{ table: null }]);
    await db.destroy();
  });
});

test("a schema that a newer release has made is left as it is", async () => {
  await onEmptyDatabase(async (url) => {
    await migrateToLatest(url);
    const db = openDatabase(url);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-of-a-newer-release', now()::text)`.execute(
      db,
    );
    await sql`comment on table projects is 'access of a newer release'`.execute(db);
    await migrateToLatest(url);
    const { rows } = await sql`select obj_description('projects'::regclass, 'pg_class') as mark`.execute(db);
    expect(rows).toEqual([{ mark: "access of a newer release" }]);
    // Where one of ours is missing besides, the two releases have nothing to do with each other.
    await sql`delete from kysely_migration where name = '0051-unknown-types'`.execute(db);
    await expect(migrateToLatest(url)).rejects.toThrow("The schema could not be brought up to date");
    await db.destroy();
  });
});
