import { createTestDatabase } from "@tempograph/testing";
import { expect, test } from "vitest";
import { killConnections, rawSql } from "./raw-sql.ts";

test("concurrent calls that kill connections do not kill each other", async () => {
  const database = await createTestDatabase();
  try {
    for (let round = 0; round < 30; round++) {
      await Promise.all(Array.from({ length: 4 }, () => killConnections(database.url)));
    }
    await expect(rawSql(database.url, "select 1")).resolves.toBeUndefined();
  } finally {
    await database.drop();
  }
});
