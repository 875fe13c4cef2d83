import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../connection/open-database.ts";
import { measurePlans, type MeasuredDatabase } from "../test-kit/measure-plans.ts";
import { listApprovals } from "./approvals.ts";
import { listEvents } from "./events.ts";
import { listExecutions } from "./executions/read.ts";

let database: TestDatabase;
let measured: MeasuredDatabase;
const COUNT = 20_000;
const START = Date.parse("2026-01-01T00:00:00Z");
/** The row with this number, ten seconds after the one before. */
const moment = (n: number): Date => new Date(START + n * 10_000);

beforeAll(async () => {
  database = await createTestDatabase();
  measured = measurePlans(database.url, "main");
  const db = openDatabase(database.url);
  const at = sql`${moment(0)}::timestamptz + n * interval '10 seconds'`;
  await sql`insert into workflows (id, name, draft) values ('wf', 'w', '{}')`.execute(db);
  await sql`insert into events (id, type, source, time, data, fingerprint, received_at)
    select 'e' || n, 't', case when n = 77 then 'rare' else 's' end, now(), '{}', '', ${at}
      from generate_series(1, ${COUNT}::integer) n`.execute(db);
  // Rows of transactions that waited for half a minute; and one of a transaction that waited for an hour.
  await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, created_at)
    select 'x' || n, 'wf', 1, 'e' || n, 't',
      ${at} - case when n = 10000 then interval '1 hour' when n % 3 = 0 then interval '30 seconds' else interval '0' end
      from generate_series(1, ${COUNT}::integer) n`.execute(db);
  await sql`insert into steps (execution_id, path, position, node_id, type, status, port, known_from)
    select 'x' || n, 'ask', 0, 'ask', case when n % 1000 = 5 then 'approval' else 'set' end, 'completed', 'approved', 'history'
      from generate_series(1, ${COUNT}::integer) n`.execute(db);
  await sql`analyze`.execute(db);
  await db.destroy();
});
afterAll(async () => {
  await measured.db.destroy();
  await database.drop();
});

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

test("executions between two moments are those whose time says so, also where transactions have waited", async () => {
  const { db } = measured;
  for (const n of [0, 1, 2, 3, 8_000, 9_640, 10_000, 10_001, COUNT - 1, COUNT, COUNT + 100]) {
    const plain = async (condition: string) =>
      ids(
        (
          await sql<{
            id: string;
          }>`select id from executions where created_at ${sql.raw(condition)} ${moment(n)} order by seq desc`.execute(
            db,
          )
        ).rows,
      );
    expect(ids(await listExecutions(db, { createdAfter: moment(n) }, { limit: COUNT }))).toEqual(await plain(">="));
    // The row that waited for an hour is far from its place, so nothing is said about it where the moment is within that hour.
    const before = ids(await listExecutions(db, { createdBefore: moment(n) }, { limit: COUNT }));
    const expected = (await plain("<")).filter((id) => id !== "x10000" || n > 9_990);
    expect(before.filter((id) => id !== "x10000" || n > 9_990)).toEqual(expected);
  }
});

test("a page of a list reads about as many rows as it shows, wherever the moment is", async () => {
  const { db, rowsTouched } = measured;
  const page = { limit: 10 };
  const lists: Record<string, () => Promise<readonly unknown[]>> = {
    "executions before": () => listExecutions(db, { createdBefore: moment(1_000) }, page),
    "executions after, the oldest first": () =>
      listExecutions(db, { createdAfter: moment(19_000) }, { ...page, backward: true }),
    "executions after a moment in the future": () => listExecutions(db, { createdAfter: moment(30_000) }, page),
    "executions of an event": () => listExecutions(db, { eventId: "e5000" }, page),
    "events before": () => listEvents(db, { receivedBefore: moment(1_000) }, page),
    "events of a rare source": () => listEvents(db, { source: "rare" }, page),
    "approvals that somebody decided": () => listApprovals(db, { status: "decided" }, page),
  };
  const costly: string[] = [];
  for (const [name, list] of Object.entries(lists)) {
    const touched = await rowsTouched(list);
    if (touched > 1_000) costly.push(`${name}: ${touched}`);
  }
  expect(costly).toEqual([]);
});
