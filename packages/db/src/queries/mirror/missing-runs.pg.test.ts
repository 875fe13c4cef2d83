import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../../connection/open-database.ts";
import { closeLostExecution, giveUpLost, listMissingRuns, markMissing, reopenExecution } from "./missing-runs.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await sql`insert into workflows (id, name, draft) values ('wf', 'w', '{}')`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function insertRunning(...ids: string[]): Promise<void> {
  for (const id of ids) {
    await sql`insert into events (id, type, source, time, data, fingerprint) values (${id}, 't', 's', now(), '{}', '')`.execute(
      db,
    );
    await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, status, run_id)
      values (${id}, 'wf', 1, ${id}, 't', 'running', 'r')`.execute(db);
  }
}

async function rows(query: ReturnType<typeof sql>): Promise<unknown[]> {
  return (await query.execute(db)).rows;
}

async function lose(id: string): Promise<void> {
  expect(await markMissing(db, id, "r")).toBe(true);
  expect(await closeLostExecution(db, id, "r")).toBe(true);
}

test("what is not missing is not closed, and what was mirrored is missing no longer", async () => {
  await insertRunning("open");
  expect(await closeLostExecution(db, "open", "r")).toBe(false);
  expect(await markMissing(db, "open", "other")).toBe(false);
  expect(await markMissing(db, "open", "r")).toBe(true);
  expect(await markMissing(db, "open", "r")).toBe(false);
  expect(await listMissingRuns(db, { afterSeq: 0, limit: 10 })).toMatchObject([{ executionId: "open", state: "open" }]);
  await sql`update executions set status = 'completed', history_events = 5 where id = 'open'`.execute(db);
  expect(await listMissingRuns(db, { afterSeq: 0, limit: 10 })).toEqual([]);
  expect(await reopenExecution(db, "open", "r")).toBe(false);
});

test("an execution that was lost gets back what it waited for, and the locks that nobody else holds", async () => {
  await insertRunning("lost", "next", "child", "caller");
  const holder = (id: string, key: string) =>
    sql`insert into lock_holders (lock_key, execution_id, path) values (${key}, ${id}, 'l')`.execute(db);
  const waiter = (id: string, key: string, path: string) =>
    sql`insert into lock_waiters (lock_key, execution_id, path, reply_key) values (${key}, ${id}, ${path}, ${path})`.execute(
      db,
    );
  await holder("lost", "wanted");
  await holder("lost", "free");
  await waiter("next", "wanted", "l");
  await holder("next", "busy");
  await waiter("lost", "busy", "m");
  await sql`insert into event_waits (execution_id, path, key, event_type, workflow, since)
    values ('lost', 'w', 'k', 'paid', '{}', now())`.execute(db);
  await sql`insert into calls (child_id, parent_id, parent_path, reply_key, wait, parent_close_policy, depth) values
    ('child', 'lost', 'c', 'c', true, 'terminate', 1), ('lost', 'caller', 'd', 'd', true, 'terminate', 1)`.execute(db);

  await lose("lost");
  const held = sql`select lock_key, execution_id from lock_holders order by 1`;
  expect(await rows(held)).toEqual([
    { lock_key: "busy", execution_id: "next" },
    { lock_key: "wanted", execution_id: "next" },
  ]);
  expect(await rows(sql`select execution_id from lock_waiters`)).toEqual([]);
  expect(await rows(sql`select execution_id from event_waits`)).toHaveLength(1);
  expect(await rows(sql`select child_id from calls where end_due_at is not null`)).toEqual([]);
  const told = sql`select execution_id, body->>'status' as status from replies where key in ('c', 'd') order by 1`;
  expect(await rows(told)).toEqual([{ execution_id: "caller", status: "terminated" }]);
  // The execution that it has called ends meanwhile.
  await sql`update executions set status = 'completed', closed_at = now() where id = 'child'`.execute(db);
  await sql`update calls set closed_at = now() where child_id = 'child'`.execute(db);

  expect(await reopenExecution(db, "lost", "r")).toBe(true);
  expect(await rows(held)).toEqual([
    { lock_key: "busy", execution_id: "next" },
    { lock_key: "free", execution_id: "lost" },
    { lock_key: "wanted", execution_id: "next" },
  ]);
  expect(await rows(sql`select execution_id, lock_key from lock_waiters`)).toEqual([
    { execution_id: "lost", lock_key: "busy" },
  ]);
  // Its caller was not told yet, so that its end is open again.
  expect(await rows(told)).toEqual([{ execution_id: "lost", status: "completed" }]);
  expect(await rows(sql`select child_id from calls where closed_at is null`)).toEqual([{ child_id: "lost" }]);
  expect(
    await rows(sql`select status, failure, missing_since, lost_locks, update_seq from executions where id = 'lost'`),
  ).toEqual([{ status: "running", failure: null, missing_since: null, lost_locks: null, update_seq: 3 }]);
  expect(
    await rows(
      sql`select seq, key, body->>'status' as status from execution_updates where execution_id = 'lost' order by 1`,
    ),
  ).toEqual([
    { seq: 1, key: "missing:1", status: "running" },
    { seq: 2, key: "lost:2", status: "terminated" },
    { seq: 3, key: "found:3", status: "running" },
  ]);
});

test("what is given up ends as every execution does", async () => {
  await insertRunning("given", "called");
  await sql`insert into event_waits (execution_id, path, key, event_type, workflow, since)
    values ('given', 'w', 'k', 'paid', '{}', now())`.execute(db);
  await sql`insert into calls (child_id, parent_id, parent_path, reply_key, wait, parent_close_policy, depth) values
    ('called', 'given', 'c', 'c', true, 'terminate', 1)`.execute(db);
  await lose("given");
  await giveUpLost(db, "given");
  expect(await rows(sql`select execution_id from event_waits where execution_id = 'given'`)).toEqual([]);
  expect(await rows(sql`select end_how from calls where child_id = 'called' and end_due_at is not null`)).toEqual([
    { end_how: "terminate" },
  ]);
  expect(await reopenExecution(db, "given", "r")).toBe(false);
});
