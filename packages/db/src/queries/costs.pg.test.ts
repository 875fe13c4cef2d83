import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measurePlans, type MeasuredDatabase } from "../test-kit/measure-plans.ts";
import { endBulkItems } from "./bulk/work.ts";
import { listHistoryEvents } from "./executions/history.ts";
import { listUpdates } from "./executions/updates.ts";

let database: TestDatabase;
let measured: MeasuredDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  measured = measurePlans(database.url);
  await sql`insert into workflows (id, name, draft) values ('wf', 'w', '{}')`.execute(measured.db);
});
afterAll(async () => {
  await measured.db.destroy();
  await database.drop();
});

/** An execution of `count` events and updates, and a job of as many items. */
async function fill(name: string, count: number): Promise<void> {
  const { db } = measured;
  await sql`insert into events (id, type, source, time, data, fingerprint)
    select ${name} || n, 't', 's', now(), '{}', '' from generate_series(0, ${count}::integer) n`.execute(db);
  await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id)
    select ${name} || n, 'wf', 1, ${name} || n, 't' from generate_series(0, ${count}::integer) n`.execute(db);
  await sql`insert into history_events (execution_id, run_id, event_id, event_type, event_time, attributes)
    select ${`${name}0`}, 'run', n, 'T', now(), '{}' from generate_series(1, ${count}::integer) n`.execute(db);
  await sql`insert into execution_updates (execution_id, seq, key, kind, body, at)
    select ${`${name}0`}, n, 'k' || n, 'step', '{}', now() from generate_series(1, ${count}::integer) n`.execute(db);
  await sql`insert into bulk_jobs (id, actor, actor_roles, action, input, filter, total)
    values (${name}, 'a', '{}', 'cancel', '{}', '{}', ${count})`.execute(db);
  await sql`insert into bulk_items (job_id, ordinal, execution_id)
    select ${name}, n, ${name} || n from generate_series(1, ${count}::integer) n`.execute(db);
}

const TEN = Array.from({ length: 10 }, (_, n) => n + 1);

/** What takes or gives a batch of ten, in a database where `name` has many rows. */
const batches: Record<string, (name: string) => Promise<unknown>> = {
  "the end of bulk items": (name) =>
    endBulkItems(
      measured.db,
      name,
      TEN.map((ordinal) => ({ ordinal, outcome: "done" as const })),
    ),
  "a page of history": (name) => listHistoryEvents(measured.db, `${name}0`, { limit: 10, after: "run/200" }),
  "a page of updates": (name) => listUpdates(measured.db, `${name}0`, "200", 10),
};

// A statement that goes through everything for each batch makes the whole the square of what there is.
describe("a batch of ten or a page of ten does not go through all that is stored", () => {
  const costs = new Map<string, number[]>();
  beforeAll(async () => {
    for (const [name, count, analyzed] of [
      ["a", 2_000, true],
      ["b", 12_000, false],
      ["c", 12_000, true],
    ] as const) {
      await fill(name, count);
      if (analyzed) await sql`analyze`.execute(measured.db);
      for (const [what, run] of Object.entries(batches))
        costs.set(what, [...(costs.get(what) ?? []), await measured.rowsTouched(() => run(name))]);
    }
  }, 120_000);

  test.each(Object.keys(batches))("%s", (what) => {
    // Ten of 12,000; some plans look at each pair of the ten.
    for (const rows of costs.get(what)!) expect(rows).toBeLessThan(1_000);
  });
});
