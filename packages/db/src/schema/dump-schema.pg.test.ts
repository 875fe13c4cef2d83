import { readFile, writeFile } from "node:fs/promises";
import { createTestDatabase } from "@tempograph/testing";
import { expect, test } from "vitest";
import { openDatabase } from "../connection/open-database.ts";
import { dumpSchema } from "./dump-schema.ts";

const file = new URL("../../schema.sql", import.meta.url);

test("schema.sql is what the migrations make", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  try {
    const schema = await dumpSchema(db);
    if (process.env["UPDATE_SCHEMA"] === "1") await writeFile(file, schema);
    const committed = await readFile(file, "utf8").catch(() => "");
    expect(committed, "packages/db/schema.sql is old. Refresh it: pnpm --filter @tempograph/db schema:update").toBe(
      schema,
    );
  } finally {
    await db.destroy();
    await database.drop();
  }
});
