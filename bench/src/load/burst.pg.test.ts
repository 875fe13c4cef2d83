import { openDatabase } from "@tempograph/db";
import { createTestDatabase } from "@tempograph/testing";
import { expect, onTestFinished, test } from "vitest";
import { burst, publishMany } from "./burst.ts";

// `npm run bench:load` does the same with ten thousand of each.
test("a burst of 1,000 events with 1,000 active triggers: each pair has one outcome, and what is filtered has no row (I12)", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  onTestFinished(async () => {
    await db.destroy();
    await database.drop();
  });
  await publishMany(db, 1_000);
  const { ledger, outcomeRows } = await burst(db, 1_000, 1_000);
  // 500 events concern the 500 workflows of their type and start one of them; 500 concern one workflow each, and start it.
  expect(ledger).toEqual({
    ...{ events: 1_000, concerned: 250_500, started: 1_000, filtered: 249_500 },
    ...{ rejected: 0, held: 0, deduplicated: 0, batched: 0, wrong: [] },
  });
  expect(outcomeRows).toBe(0);
});
