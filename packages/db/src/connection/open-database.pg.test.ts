import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { health } from "./health.ts";
import { jsonb } from "./jsonb.ts";
import { openDatabase, type Database } from "./open-database.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test.each([[[1, 2]], ["text"], [null], [{ a: [{ b: "{{c}}" }] }], [0.1], [true]])(
  "jsonb takes and gives %j",
  async (value) => {
    await db.deleteFrom("events").execute();
    const event = { id: "evt_1", type: "t", source: "s", time: new Date(0), fingerprint: "", data: jsonb(value) };
    await db.insertInto("events").values(event).execute();
    const row = await db.selectFrom("events").selectAll().executeTakeFirstOrThrow();
    expect(row.data).toEqual(value);
    expect(row.seq).toBeTypeOf("number");
    expect(row.time).toEqual(new Date(0));
  },
);

test("a bigint that a number cannot hold is an error, not another number", async () => {
  await expect(sql`select 9007199254740993::bigint`.execute(db)).rejects.toThrow(/9007199254740993 does not fit/);
});

test("health says yes, or why not", async () => {
  expect(await health(db)).toMatchObject({ ok: true });
  const nowhere = openDatabase("postgres://127.0.0.1:1/none");
  expect(await health(nowhere)).toMatchObject({ ok: false, error: expect.stringContaining("ECONNREFUSED") });
  await nowhere.destroy();
});

test("an idle connection that breaks is replaced", async () => {
  const errors: Error[] = [];
  const other = openDatabase(database.url, {
    applicationName: "to be killed",
    onIdleError: (error) => errors.push(error),
  });
  await sql`select 1`.execute(other);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be killed'`.execute(db);
  await expect.poll(() => errors.length).toBe(1);
  await sql`select 1`.execute(other);
  await other.destroy();
});

test("a connection that breaks inside a transaction fails the transaction, not the process", async () => {
  const other = openDatabase(database.url, { applicationName: "to be killed too" });
  const work = other.transaction().execute(async (trx) => {
    await sql`select 1`.execute(trx);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be killed too'`.execute(
      db,
    );
    await expect
      .poll(() =>
        sql`select 1`.execute(trx).then(
          () => "alive",
          () => "broken",
        ),
      )
      .toBe("broken");
    await sql`select 1`.execute(trx);
  });
  await expect(work).rejects.toThrow();
  await sql`select 1`.execute(other);
  await other.destroy();
});
