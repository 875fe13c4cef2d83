import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measurePlans, type MeasuredDatabase } from "../test-kit/measure-plans.ts";
import { endBulkItems } from "./bulk/work.ts";
import { listHistoryEvents } from "./executions/history.ts";
import { writeReplyOutcomes } from "./coordination/outbox.ts";
import { takeEventWaits } from "./coordination/waits.ts";
import { writeDispatched } from "./dispatch/match.ts";
import { claimPendingExecutions, delayStarts, failStarts, markExecutionsRunning } from "./dispatch/start.ts";
import { listUpdates } from "./executions/list-updates.ts";
import { readTails } from "./executions/read-tails.ts";
import { updateProject } from "./projects.ts";

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
  // Of one execution the mirror read a whole history at once, and of the other one event after another.
  for (const [suffix, size] of [
    ["h", 250],
    ["1", 1],
  ] as const)
    await sql`insert into history_batches (execution_id, run_id, first_event_id, last_event_id, first_event_time, events)
      select ${`${name}${suffix}`}, 'run', ${size} * n + 1, ${size} * (n + 1), now(), (select jsonb_agg('{"eventType": "T"}'::jsonb) from generate_series(1, ${size}::integer))
        from generate_series(0, ${count}::integer / ${size} - 1) n`.execute(db);
  await sql`insert into execution_updates (execution_id, seq, key, kind, body, at)
    select ${`${name}0`}, n, 'k' || n, 'step', '{}', now() from generate_series(1, ${count}::integer) n`.execute(db);
  await sql`insert into execution_update_batches (execution_id, first_seq, seq, updates)
    select ${`${name}b`}, 500 * n + 1, 500 * n + 500, (select jsonb_agg(jsonb_build_object('key', 'k' || i, 'kind', 'step', 'body', '{}', 'at', now())) from generate_series(1, 500) i)
      from generate_series(0, ${count}::integer / 500) n`.execute(db);
  await sql`insert into replies (execution_id, path, key, body)
    select ${name} || n, 'p', 'k', '{}' from generate_series(1, ${count}::integer) n`.execute(db);
  await sql`insert into event_waits (execution_id, path, key, event_type, workflow, since)
    select ${name} || n, 'p', 'k', 't', '{}', now() from generate_series(1, ${count}::integer) n`.execute(db);
  await sql`insert into bulk_jobs (id, actor, actor_roles, action, input, filter, total)
    values (${name}, 'a', '{}', 'cancel', '{}', '{}', ${count})`.execute(db);
  await sql`insert into bulk_items (job_id, ordinal, execution_id)
    select ${name}, n, ${name} || n from generate_series(1, ${count}::integer) n`.execute(db);
}

/** The ids of ten rows of each database's waits, and of its replies. */
const waitIds = new Map<string, readonly number[]>();
const replyIds = new Map<string, readonly number[]>();

async function tenIds(table: "event_waits" | "replies", name: string): Promise<readonly number[]> {
  const rows = await measured.db
    .selectFrom(table)
    .select("id")
    .where("execution_id", "like", `${name}%`)
    .orderBy("id")
    .offset(200)
    .limit(10)
    .execute();
  return rows.map(({ id }) => id);
}

const TEN = Array.from({ length: 10 }, (_, n) => n + 1);

/** While so many executions of the project may be open. */
async function withPlaces(count: number | null, work: () => Promise<unknown>): Promise<void> {
  await updateProject(measured.db, "main", { maxOpenExecutions: count });
  await work();
  if (count !== null) await updateProject(measured.db, "main", { maxOpenExecutions: null });
}

/** What takes or gives a batch of ten, in a database where `name` has many rows. */
const batches: Record<string, (name: string) => Promise<unknown>> = {
  "the end of bulk items": (name) =>
    endBulkItems(
      measured.db,
      name,
      TEN.map((ordinal) => ({ ordinal, outcome: "done" as const })),
    ),
  "a page of history in rows": (name) => listHistoryEvents(measured.db, `${name}0`, { limit: 10, after: "run/200" }),
  "a page of history in batches": (name) => listHistoryEvents(measured.db, `${name}h`, { limit: 10, after: "run/990" }),
  "a page of history in small batches": (name) =>
    listHistoryEvents(measured.db, `${name}1`, { limit: 10, after: "run/1000" }),
  "a page before a cursor": (name) =>
    listHistoryEvents(measured.db, `${name}h`, { limit: 10, before: "run/990", backward: true }),
  "the last page of history": (name) => listHistoryEvents(measured.db, `${name}1`, { limit: 10, backward: true }),
  "events that are dispatched": (name) =>
    writeDispatched(measured.db, {
      events: TEN.map((n) => ({ id: `${name}${n}`, triggerSetVersion: 1, concerned: 1, filtered: 0, matched: 0 })),
      executions: [],
      outcomes: TEN.map((n) => ({
        ...{ project: "main", event_id: `${name}${n}`, workflow_id: "wf", workflow_version: 1, trigger_id: null },
        ...{ outcome: "rejected", reason: { code: "NO", message: "no" } },
      })),
      leaseMs: 0,
    }),
  "executions that are claimed": () => claimPendingExecutions(measured.db, 10, 0),
  "executions that get one of ten places": () => withPlaces(10, () => claimPendingExecutions(measured.db, 10, 0)),
  "executions that wait for a place": () => withPlaces(5, () => claimPendingExecutions(measured.db, 10, 60_000)),
  "starts that are delayed": (name) =>
    delayStarts(
      measured.db,
      TEN.map((n) => ({ id: `${name}${n}`, counts: true })),
      0,
    ),
  "starts that Temporal took": (name) =>
    markExecutionsRunning(
      measured.db,
      TEN.map((n) => ({ id: `${name}${n}`, run_id: "run", first_run_id: "run", started_at: new Date() })),
    ),
  "starts that fail": (name) =>
    failStarts(
      measured.db,
      TEN.map((n) => ({ id: `${name}${n + 10}`, failure: { code: "NO", message: "no" } })),
    ),
  "replies whose outcome is written": (name) =>
    writeReplyOutcomes(
      measured.db,
      replyIds.get(name)!.map((id) => ({ id, outcome: "delivered" as const })),
    ),
  "waits that are taken": (name) =>
    takeEventWaits(
      measured.db,
      waitIds.get(name)!.map((id) => ({ id, nodePath: "w", eventId: "e" })),
      new Map([["e", "{}"]]),
    ),
  "a page of updates that came with the end": (name) => listUpdates(measured.db, `${name}b`, "200", 10),
  "a page of updates": (name) => listUpdates(measured.db, `${name}0`, "200", 10),
  "what comes behind ten cursors": (name) =>
    readTails(
      measured.db,
      TEN.map((n) => ({ executionId: `${name}${n}`, after: "200" })),
      { updates: 10, bytes: 10_000 },
    ),
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
      waitIds.set(name, await tenIds("event_waits", name));
      replyIds.set(name, await tenIds("replies", name));
      if (analyzed) await sql`analyze`.execute(measured.db);
      for (const [what, run] of Object.entries(batches))
        costs.set(what, [...(costs.get(what) ?? []), await measured.rowsTouched(() => run(name))]);
    }
  }, 120_000);

  test.each(Object.keys(batches))("%s", (what) => {
    // Ten of 12,000; some plans look at each pair of the ten.
    for (const rows of costs.get(what)!) expect(rows, costs.get(what)!.join(" ")).toBeLessThan(1_000);
  });
});
