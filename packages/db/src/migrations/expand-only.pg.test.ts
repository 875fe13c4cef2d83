import { readFileSync } from "node:fs";
import { createTestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { Migrator } from "kysely/migration";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { allMigrations } from "./all-migrations.ts";

// Processes of the former release run on this release's schema during an upgrade (decision 0070). So what it uses has to be there still, and
// what it writes has to be accepted.

/**
 * What this release takes away or forbids although the former one has it, as "table.column" or the name of a constraint, with the reason why the
 * former one does not use it. Empty it when a release is made.
 */
const CONTRACTED: Readonly<Record<string, string>> = {
  "executions.executions_reconcile_check": "A new column, which the former release does not write.",
  "executions.executions_removed_not_null": "A new column with a default, which the former release does not write.",
};

interface Column {
  readonly name: string;
  readonly type: string;
  readonly mayBeLeftOut: boolean;
}

interface Schema {
  readonly columns: readonly Column[];
  readonly constraints: readonly { readonly name: string; readonly definition: string }[];
}

const { lastMigration } = JSON.parse(
  readFileSync(new URL("../../../../e2e/cluster/released.json", import.meta.url), "utf8"),
) as { readonly lastMigration: string };

async function readSchema(db: Database): Promise<Schema> {
  const { rows: columns } = await sql<Column>`
    select table_name || '.' || column_name as name,
      data_type || coalesce(' ' || character_maximum_length, '') as type,
      is_nullable = 'YES' or column_default is not null or is_identity = 'YES' or is_generated = 'ALWAYS' as "mayBeLeftOut"
      from information_schema.columns where table_schema = 'public' order by 1`.execute(db);
  const { rows: constraints } = await sql<Schema["constraints"][number]>`
    select conrelid::regclass || '.' || conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 order by 1`.execute(db);
  return { columns, constraints };
}

let before: Schema;
let after: Schema;
beforeAll(async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { max: 1 });
  try {
    after = await readSchema(db);
    await sql.raw("drop schema public cascade; create schema public").execute(db);
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...allMigrations }) } });
    expect((await migrator.migrateTo(lastMigration)).error).toBeUndefined();
    before = await readSchema(db);
  } finally {
    await db.destroy();
    await database.drop();
  }
});
afterAll(() => {
  // A reason for something that is still there would hide a later mistake.
  const all = new Set([...after.columns, ...after.constraints].map(({ name }) => name));
  const known = new Set([...before.columns, ...before.constraints].map(({ name }) => name));
  for (const name of Object.keys(CONTRACTED)) expect(all.has(name) && known.has(name), name).toBe(false);
});

const notContracted = ({ name }: { readonly name: string }): boolean => !(name in CONTRACTED);
const tableOf = (name: string): string => name.split(".")[0]!;

test("every column of the former release is there, with its type", () => {
  const types = new Map(after.columns.map(({ name, type }) => [name, type]));
  const changed = before.columns.filter(({ name, type }) => types.get(name) !== type);
  expect(changed.filter(notContracted).map(({ name, type }) => `${name} ${type}`)).toEqual([]);
  expect(before.columns.length).toBeGreaterThan(100);
});

test("who does not know of new columns can still write rows", () => {
  const had = new Map(before.columns.map((column) => [column.name, column]));
  const tables = new Set(before.columns.map(({ name }) => tableOf(name)));
  const demanded = after.columns.filter(
    ({ name, mayBeLeftOut }) => tables.has(tableOf(name)) && !mayBeLeftOut && (had.get(name)?.mayBeLeftOut ?? true),
  );
  expect(demanded.filter(notContracted).map(({ name }) => name)).toEqual([]);
});

test("no constraint forbids in a table of the former release what that release may write", () => {
  const had = new Map(before.constraints.map(({ name, definition }) => [name, definition]));
  const tables = new Set(before.columns.map(({ name }) => tableOf(name)));
  const forbidding = after.constraints.filter(
    ({ name, definition }) => tables.has(tableOf(name)) && had.get(name) !== definition,
  );
  expect(forbidding.filter(notContracted)).toEqual([]);
});
