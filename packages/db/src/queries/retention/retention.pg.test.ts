import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "../../connection/open-database.ts";
import { countDue } from "./count-due.ts";
import { findDueExecutions } from "./due.ts";
import { findDueEvents, removeEvents } from "./events.ts";
import { insertRetentionHold, releaseRetentionHold } from "./holds.ts";
import { setRetentionPolicy } from "./policy.ts";
import { readExecutionRows } from "./read-rows.ts";
import { removeExecutions } from "./remove.ts";
import { leaseRemoval } from "./state.ts";

let database: TestDatabase;
let db: Database;
let fence: number;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await sql`insert into workflows (id, name, draft) values ('wf', 'w', '{}'), ('wf2', 'w', '{}')`.execute(db);
  fence = (await leaseRemoval(db, "test", 600_000))!;
});
beforeEach(async () => {
  for (const table of [
    "retention_policies",
    "retention_holds",
    "calls",
    "replies",
    "history_events",
    "history_batches",
    "superseded_runs",
    "steps",
    "event_outcomes",
  ])
    await sql`delete from ${sql.table(table)}`.execute(db);
  await sql`delete from executions`.execute(db);
  await sql`delete from events`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const BOUNDS = { leastMs: 0, executions: 100, historyEvents: 10_000, valueBytes: 1_000_000 };

interface Insert {
  readonly days?: number | null;
  readonly workflow?: string;
  readonly event?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** An execution that closed some days ago (null: it is open), with a step, an event of its history, and its event. */
async function insert(id: string, { days = 10, workflow = "wf", event = id, more = {} }: Insert = {}): Promise<void> {
  await sql`insert into events (id, type, source, time, data, fingerprint, received_at, dispatched_at, concerned, matched, filtered)
    values (${event}, 't', 's', now(), '{"a":1}', '', now() - interval '10 days', now(), 1, 1, 0) on conflict do nothing`.execute(
    db,
  );
  await db
    .insertInto("executions")
    .values({
      ...{
        id,
        workflow_id: workflow,
        workflow_version: 1,
        event_id: event,
        trigger_id: "t",
        run_id: "r",
        mirror_ok: true,
      },
      ...{ status: days === null ? "running" : "failed", output: '"secret"' as never, history_events: 5 },
      ...{ failure: '{"code":"HTTP_STATUS","message":"secret"}' as never },
      closed_at: days === null ? null : new Date(Date.now() - days * 86_400_000),
      ...more,
    })
    .execute();
  await sql`insert into steps (execution_id, path, position, node_id, type, status, input, output, known_from)
    values (${id}, 'a', 0, 'a', 'http', 'completed', '"secret"', '"secret"', 'history')`.execute(db);
  await sql`insert into history_events (execution_id, run_id, event_id, event_type, event_time, attributes)
    values (${id}, 'r', 1, 'T', now(), '{"v":"secret"}')`.execute(db);
  await sql`insert into history_batches (execution_id, run_id, first_event_id, last_event_id, first_event_time, events)
    values (${id}, 'run', 2, 3, now(), '[{"secret": 1}, {"secret": 2}]')`.execute(db);
  await sql`insert into superseded_runs (execution_id, execution, steps, history)
    values (${id}, '{"output":"secret"}', '[{"input":"secret"}]', '["secret"]')`.execute(db);
}

const days = (
  historyDays: number | null,
  valueDays: number | null,
  shapeDays: number | null,
  workflowId: string | null = null,
) => setRetentionPolicy(db, { workflowId, historyDays, valueDays, shapeDays, by: "kim" });
const due = () => findDueExecutions(db, "main", BOUNDS);

/** Removes until nothing is due; what was removed, as `<level>:<ids>`. */
async function removeAll(): Promise<string[]> {
  const done: string[] = [];
  for (let found = await due(); found !== undefined; found = await due()) {
    done.push(`${String(found.level)}:${[...found.ids].sort().join(",")}`);
    expect(await removeExecutions(db, found, fence)).toBeGreaterThan(0);
    expect(done.length).toBeLessThan(20);
  }
  return done;
}
const left = async () =>
  (await db.selectFrom("executions").select("id").orderBy("id").execute()).map(({ id }) => id).join(",");

test("without a policy, and with a policy of 0 days, nothing is ever due", async () => {
  await insert("a", { days: 5_000 });
  expect(await due()).toBeUndefined();
  await days(0, 0, 0);
  expect(await due()).toBeUndefined();
});

test("history goes first, then the values, then the row itself with its event", async () => {
  await insert("a", { days: 3 });
  await insert("b", { days: 6 });
  await insert("c", { days: 10 });
  await insert("open", { days: null });
  await days(2, 5, 9);
  expect((await removeAll()).sort()).toEqual(["1:a", "2:b", "3:c"]);
  expect(await left()).toBe("a,b,open");
  const { rows } = await sql`
    select e.id, e.removed, e.output, e.failure->>'code' as code, s.output as step, v.data,
           (select count(*)::integer from execution_history h where h.execution_id = e.id) as history
      from executions e join steps s on s.execution_id = e.id join events v on v.id = e.event_id order by e.id`.execute(
    db,
  );
  expect(rows).toEqual([
    { id: "a", removed: 1, output: "secret", code: "HTTP_STATUS", step: "secret", data: { a: 1 }, history: 0 },
    { id: "b", removed: 2, output: null, code: "HTTP_STATUS", step: null, data: null, history: 0 },
    { id: "open", removed: 0, output: "secret", code: "HTTP_STATUS", step: "secret", data: { a: 1 }, history: 3 },
  ]);
  const { rows: text } = await sql<{
    all: string;
  }>`select to_jsonb(e)::text as all from executions e where id = 'b'`.execute(db);
  expect(text[0]!.all).not.toContain("secret");
  expect((await db.selectFrom("events").select("id").where("id", "=", "c").execute()).length).toBe(0);
});

test("a workflow's policy takes the place of the project's, and an event stays as long as one of its executions", async () => {
  await insert("a", { event: "both" });
  await insert("b", { event: "both", workflow: "wf2" });
  await days(null, null, 5);
  await days(null, null, 0, "wf2");
  expect(await removeAll()).toEqual(["3:a"]);
  expect(await left()).toBe("b");
  const event = await db.selectFrom("events").select(["data", "concerned"]).where("id", "=", "both").executeTakeFirst();
  expect(event).toEqual({ data: { a: 1 }, concerned: 0 });
});

test("what is open, not mirrored or needed by what is open stays", async () => {
  await insert("parent", { days: null });
  await insert("child");
  await sql`insert into calls (child_id, parent_id, parent_path, reply_key, wait, parent_close_policy, depth)
    values ('child', 'parent', 'p', 'k', true, 'abandon', 1)`.execute(db);
  await insert("different", { more: { mirror_ok: false } });
  await insert("origin");
  await insert("rerun", { days: null, event: "origin", more: { rerun_of: "origin" } });
  await insert("replying");
  await sql`insert into replies (execution_id, path, key, body) values ('replying', 'p', 'k', '{}')`.execute(db);
  await days(null, null, 1);
  expect(await removeAll()).toEqual([]);
  // The rerun ended today: the row that it names stays, without its values.
  await sql`update executions set closed_at = now(), status = 'completed' where id in ('rerun', 'parent')`.execute(db);
  await sql`update replies set delivered_at = now()`.execute(db);
  expect((await removeAll()).sort()).toEqual(["2:origin", "3:child,replying"]);
  expect(await left()).toBe("different,origin,parent,rerun");
});

test("a legal hold on an execution, a workflow or the project stops the removal until it is released", async () => {
  await insert("a");
  await insert("b", { workflow: "wf2" });
  await insert("c");
  await days(null, null, 1);
  const hold = (workflowId: string | null, executionId: string | null) =>
    insertRetentionHold(db, { workflowId, executionId, reason: "case 7", by: "kim" });
  const all = await hold(null, null);
  const before = {
    project: "main",
    removed: 0,
    level: 3,
    ids: ["a"],
    firstSeq: 1,
    lastSeq: 1,
    closedAt: new Date(),
  } as const;
  expect(await due()).toBeUndefined();
  expect(await removeExecutions(db, before, fence)).toBe(0);
  const [one, two] = [await hold(null, "a"), await hold("wf2", null)];
  await releaseRetentionHold(db, all.id, "kim");
  expect(await removeAll()).toEqual(["3:c"]);
  await releaseRetentionHold(db, two.id, "kim");
  await releaseRetentionHold(db, one.id, "kim");
  expect(await removeAll()).toEqual(["3:a,b"]);
});

test("what is due is counted by what it would lose, also as if a policy were another, and apart from what stays", async () => {
  await insert("a", { days: 3 });
  await insert("b", { days: 6 });
  await insert("c", { days: 10 });
  await insert("d", { days: 10, workflow: "wf2" });
  await insert("different", { more: { mirror_ok: false } });
  await insert("open", { days: null });
  const counts = async (...asIf: Parameters<typeof days> | []) => {
    const [historyDays = null, valueDays = null, shapeDays = null, workflowId = null] = asIf;
    const as = asIf.length === 0 ? undefined : { historyDays, valueDays, shapeDays, workflowId };
    const { histories, values, shapes, kept, capped } = await countDue(db, as);
    expect(capped).toBe(false);
    return `${String(histories)} ${String(values)} ${String(shapes)}, kept ${String(kept)}`;
  };
  expect(await counts()).toBe("0 0 0, kept 0");
  expect(await counts(2, 5, 9)).toBe("1 1 2, kept 1");
  await days(2, 5, 9);
  expect(await counts()).toBe("1 1 2, kept 1");
  expect(await counts(null, null, 0, "wf2")).toBe("1 2 1, kept 1");
  await insertRetentionHold(db, { workflowId: null, executionId: "c", reason: "case 7", by: "kim" });
  expect(await counts()).toBe("1 1 1, kept 2");
  await removeAll();
  // What is held or differs is all that is left of what is due.
  expect(await counts()).toBe("0 0 0, kept 2");
  await db
    .updateTable("retention_state")
    .set({ temporal_ms: 30 * 86_400_000 })
    .execute();
  expect(await counts(1, 1, 1)).toBe("0 0 0, kept 0");
  await db.updateTable("retention_state").set({ temporal_ms: null }).execute();
});

test("batches are bounded, nothing is removed sooner than Temporal forgets it, and a lease that was lost removes nothing", async () => {
  for (const id of ["a", "b", "c"]) await insert(id);
  await days(null, null, 1);
  expect(await findDueExecutions(db, "main", { ...BOUNDS, leastMs: 30 * 86_400_000 })).toBeUndefined();
  const small = await findDueExecutions(db, "main", { ...BOUNDS, historyEvents: 10 });
  expect(small!.ids).toHaveLength(2);
  await expect(removeExecutions(db, small!, fence + 1)).rejects.toThrow("Another worker");
  expect(await leaseRemoval(db, "other", 1_000)).toBeUndefined();
  expect(await left()).toBe("a,b,c");
});

test("what is exported contains every row that is removed", async () => {
  await insert("a");
  await days(null, 1, null);
  const found = (await due())!;
  const lines = (await readExecutionRows(db, found)).map((line) => JSON.parse(line) as { table: string; row: object });
  expect(lines.map(({ table }) => table).sort()).toEqual([
    "events",
    "executions",
    "history_batches",
    "history_events",
    "steps",
    "superseded_runs",
  ]);
  expect(lines.find(({ table }) => table === "steps")!.row).toMatchObject({ input: "secret", output: "secret" });
});

test("events that started nothing follow the policy of the project", async () => {
  await insert("a");
  await sql`insert into events (id, type, source, time, data, fingerprint, received_at, dispatched_at)
    select 'e' || n, 't', 's', now(), '1', '', now() - n * interval '1 day', now() from generate_series(1, 4) n`.execute(
    db,
  );
  const find = (level: 2 | 3) => findDueEvents(db, "main", { after: 0, limit: 100, level });
  expect(await find(3)).toBeUndefined();
  await days(null, 2, 3);
  const found = await find(3);
  expect(found!.ids).toEqual(["e3", "e4"]);
  expect(await removeEvents(db, found!, fence)).toBe(2);
  expect((await find(2))!.ids).toEqual(["e2"]);
  expect(await removeEvents(db, (await find(2))!, fence)).toBe(1);
  expect((await find(2))!.ids).toEqual([]);
});
