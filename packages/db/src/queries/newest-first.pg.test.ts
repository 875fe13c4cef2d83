import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { listEvents } from "./events.ts";
import { listExecutions } from "./executions/read.ts";

// More rows than ten: as text, 9 would come before 12.
const COUNT = 23;
const NEWEST_FIRST = Array.from({ length: COUNT }, (_, index) => String(COUNT - index));

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await sql`insert into workflows (id, name, draft) values ('wf', 'w', '{}')`.execute(db);
  await sql`insert into events (id, type, source, time, data, fingerprint)
    select 'evt_' || n, 't', 's', now(), '{}', '' from generate_series(1, ${COUNT}::integer) n order by n`.execute(db);
  await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id)
    select 'exe_' || n, 'wf', 1, 'evt_' || n, 't' from generate_series(1, ${COUNT}::integer) n order by n`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const lists = [
  ["events", (page: Parameters<typeof listEvents>[2]) => listEvents(db, {}, page)],
  ["executions", (page: Parameters<typeof listExecutions>[2]) => listExecutions(db, {}, page)],
] as const;

test.each(lists)("%s come newest first, page by page, forward and backward", async (_name, list) => {
  const forward: string[] = [];
  for (let after: string | undefined; ; after = forward.at(-1)) {
    const rows = await list({ limit: 4, after });
    if (rows.length === 0) break;
    forward.push(...rows.map(({ seq }) => seq));
  }
  expect(forward).toEqual(NEWEST_FIRST);

  const last = await list({ limit: 4, backward: true });
  expect(last.map(({ seq }) => seq).toSorted()).toEqual(["1", "2", "3", "4"]);
  const before = await list({ limit: 2, before: "10", backward: true });
  expect(before.map(({ seq }) => seq).toSorted()).toEqual(["11", "12"]);
});
