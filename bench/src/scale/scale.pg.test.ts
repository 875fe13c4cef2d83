import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@tempograph/db";
import { createTestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { fillStatements } from "./fill-statements.ts";
import { fillDatabase } from "./kept-database.ts";
import { listRequests } from "./list-requests.ts";
import { measureLists } from "./measure-lists.ts";

// `npm run bench:scale` does the same with a million executions.
test("every list, filter, order and count of the API is measured in a database filled by SQL", async () => {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "tempograph-scale-"));
  onTestFinished(async () => {
    rmSync(dataDir, { recursive: true, force: true });
    await database.drop();
  });
  const statements = fillStatements({ executions: 2_000, historyEvents: 4_000, workflows: 100, triggers: 20 });
  await fillDatabase(database.url, statements, () => {});
  const { lists, notMeasured } = await measureLists({
    ...{ databaseUrl: database.url, migrationDatabaseUrl: database.url, dataDir },
    ...{ calls: 1, mostMs: 60_000, say: () => {} },
  });
  expect(notMeasured).toEqual({});
  expect(Object.keys(lists)).toEqual(listRequests().map(({ name }) => name));
  expect(Object.keys(lists)).toEqual(
    expect.arrayContaining([
      "executions?has_incident=true",
      "executions?created_before&count",
      "events?order=oldest_first",
    ]),
  );
});

test("histories are filled in batches of at most 250 events, and the view has every event", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { applicationName: "tempograph test", max: 1 });
  onTestFinished(async () => {
    await db.destroy();
    await database.drop();
  });
  await fillDatabase(
    database.url,
    fillStatements({ executions: 20, historyEvents: 20 * 260, workflows: 10, triggers: 2 }),
    () => {},
  );
  const { rows } = await sql`
    select (select count(*)::integer from history_batches) as batches, (select count(*)::integer from history_events) as rows,
      count(*)::integer as events, count(distinct (execution_id, event_id))::integer as distinct_events, max(event_id)::integer as last,
      count(*) filter (where event_id <> (attributes->>'eventId')::bigint)::integer as misplaced, count(distinct event_type)::integer as types
    from execution_history`.execute(db);
  expect(rows).toEqual([
    { batches: 40, rows: 0, events: 5_200, distinct_events: 5_200, last: 260, misplaced: 0, types: 6 },
  ]);
});
