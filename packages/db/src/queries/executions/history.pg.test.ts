import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../../connection/open-database.ts";
import { historyPageKey, listHistoryEvents } from "./history.ts";

let database: TestDatabase;
let db: Database;

// The ids of the runs do not sort in the order in which the runs began.
const RUNS = ["run-c", "run-a", "run-b"] as const;
const LAST = 7;

/** Up to which event a run has rows of an older version, and from which on it has batches. */
const STORED = {
  "rows of an older version": [LAST, LAST + 1],
  batches: [0, 1],
  "batches after rows": [4, 5],
  "events that both versions have written": [5, 2],
} as const;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  for (const [execution, [rows, from]] of Object.entries(STORED))
    for (const [index, run] of RUNS.entries()) {
      await sql`insert into history_events (execution_id, run_id, event_id, event_type, event_time, attributes)
        select ${execution}, ${run}, n, 'TimerStarted', ${time(index)}, jsonb_build_object('eventId', n::text)
          from generate_series(1, ${rows}::integer) n`.execute(db);
      for (let first: number = from; first <= LAST; first += 3) {
        const last = Math.min(first + 2, LAST);
        await sql`insert into history_batches (execution_id, run_id, first_event_id, last_event_id, first_event_time, events)
          select ${execution}, ${run}, ${first}, ${last}, min(t), jsonb_agg(jsonb_build_object('eventId', n::text, 'eventTime', t,
              'eventType', 'EVENT_TYPE_TIMER_STARTED') order by n)
            from (select n, ${time(index)} as t from generate_series(${first}::integer, ${last}::integer) n) each`.execute(
          db,
        );
      }
    }
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const time = (run: number) => sql`to_timestamp(${run}::integer * 100 + n)`;
const ALL = RUNS.flatMap((run) => Array.from({ length: LAST }, (_, n) => `${run}/${n + 1}`));

test.each(Object.keys(STORED))(
  "%s: history is paged by run, in the order in which runs began, from either end and between two cursors",
  async (execution) => {
    const keys = async (page: Parameters<typeof listHistoryEvents>[2]) =>
      (await listHistoryEvents(db, execution, page)).map(historyPageKey);
    expect(await keys({ limit: 50 })).toEqual(ALL);
    for (const [index, key] of ALL.entries()) {
      for (const limit of [1, 4]) {
        expect(await keys({ limit, after: key })).toEqual(ALL.slice(index + 1, index + 1 + limit));
        expect(await keys({ limit, before: key, backward: true })).toEqual(
          ALL.slice(Math.max(0, index - limit), index).toReversed(),
        );
      }
      expect(await keys({ limit: 50, after: ALL[1]!, before: key })).toEqual(ALL.slice(2, index));
    }
    expect(await listHistoryEvents(db, "other", { limit: 5 })).toEqual([]);
  },
);

test.each(Object.keys(STORED))("%s: the view gives every event once, as the list does", async (execution) => {
  const listed = await listHistoryEvents(db, execution, { limit: 50 });
  const { rows } = await sql`select execution_id as "executionId", run_id as "runId", event_id::text as "eventId",
      event_type as "eventType", event_time as "eventTime", attributes
    from execution_history where execution_id = ${execution} order by event_time`.execute(db);
  expect(listed).toEqual(rows);
  expect(rows[8]).toMatchObject({
    ...{ eventId: "2", eventType: "TimerStarted", eventTime: new Date(102_000) },
    attributes: { eventId: "2" },
  });
});
