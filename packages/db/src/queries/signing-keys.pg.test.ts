import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { listSigningKeys, writeSigningKeys } from "./signing-keys.ts";

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

test("keys that are missing are retired, a key that comes back is valid again, and another public key under a known id is told", async () => {
  const one = { id: "one", publicKey: "00" };
  const two = { id: "two", publicKey: "11" };
  expect(await writeSigningKeys(db, [one, two])).toEqual([]);
  expect(await listSigningKeys(db)).toEqual([one, two]);
  await writeSigningKeys(db, [two]);
  expect(await listSigningKeys(db)).toEqual([two]);
  expect(await listSigningKeys(db, { retired: true })).toEqual([one, two]);
  await writeSigningKeys(db, [one, two]);
  expect(await listSigningKeys(db)).toEqual([one, two]);
  expect(await writeSigningKeys(db, [{ ...one, publicKey: "22" }])).toEqual(["one"]);
  expect((await listSigningKeys(db))[0]).toEqual(one);
});

test("API processes that start at the same time end with the same keys", async () => {
  const keys = [
    { id: "three", publicKey: "33" },
    { id: "four", publicKey: "44" },
  ];
  await Promise.all(Array.from({ length: 8 }, () => writeSigningKeys(db, keys)));
  expect((await listSigningKeys(db)).map(({ id }) => id).sort()).toEqual(["four", "three"]);
});
