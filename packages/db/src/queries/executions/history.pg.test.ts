import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../../connection/open-database.ts";
import { historyPageKey, listHistoryEvents } from "./history.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  // The ids of the runs do not sort in the order in which the runs began.
  for (const [run, began] of Object.entries({ "run-c": 1, "run-a": 2, "run-b": 3 }))
    await sql`insert into history_events (execution_id, run_id, event_id, event_type, event_time, attributes)
      select 'exe', ${run}, n, 'T', to_timestamp(${began}::integer * 100 + n), '{}' from generate_series(1, 3) n`.execute(
      db,
    );
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const ALL = ["run-c", "run-a", "run-b"].flatMap((run) => [1, 2, 3].map((n) => `${run}/${n}`));

test("history is paged by run, in the order in which runs began, from either end and between two cursors", async () => {
  const keys = async (page: Parameters<typeof listHistoryEvents>[2]) =>
    (await listHistoryEvents(db, "exe", page)).map(historyPageKey);
  expect(await keys({ limit: 20 })).toEqual(ALL);
  for (const [index, key] of ALL.entries()) {
    expect(await keys({ limit: 4, after: key })).toEqual(ALL.slice(index + 1, index + 5));
    expect(await keys({ limit: 4, before: key, backward: true })).toEqual(
      ALL.slice(Math.max(0, index - 4), index).toReversed(),
    );
    expect(await keys({ limit: 20, after: ALL[1]!, before: key })).toEqual(ALL.slice(2, index));
  }
  expect(await listHistoryEvents(db, "other", { limit: 5 })).toEqual([]);
});
