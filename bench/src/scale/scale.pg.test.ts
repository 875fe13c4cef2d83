import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@tempograph/testing";
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
