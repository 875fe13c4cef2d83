import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { listApprovals } from "../queries/approvals.ts";
import { listEvents } from "../queries/events.ts";
import { listUpdates } from "../queries/executions/list-updates.ts";
import { findExecutions, listExecutions } from "../queries/executions/read.ts";
import { findSteps, listSteps } from "../queries/executions/steps.ts";
import { insertProject } from "../queries/projects.ts";
import { countStoredBytes } from "../queries/stored-bytes.ts";
import { listWorkflows } from "../queries/workflows/read.ts";
import { measurePlans, type MeasuredDatabase } from "../test-kit/measure-plans.ts";

// What a page costs in the role of the API, whose policies Postgres adds to every statement: an index has to stay in use.

const MANY = 20_000;
let database: TestDatabase;
let measured: MeasuredDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const owner = openDatabase(database.url);
  await insertProject(owner, { id: "small", name: "Small" });
  for (const [project, count] of [
    ["main", MANY],
    ["small", 50],
  ] as const)
    await fill(owner, project, count);
  await sql`analyze`.execute(owner);
  await owner.destroy();
  measured = measurePlans(database.url, "small");
}, 120_000);
afterAll(async () => {
  await measured.db.destroy();
  await database.drop();
});

async function fill(db: Database, project: string, count: number): Promise<void> {
  const rows = sql`generate_series(1, ${count}::integer) n`;
  await sql`insert into workflows (id, project, name, draft) select ${project} || n, ${project}, 'w', '{}' from ${rows}`.execute(
    db,
  );
  await sql`insert into events (id, project, type, source, time, data, fingerprint)
    select ${project} || n, ${project}, 't', 's', now(), '{}', '' from ${rows}`.execute(db);
  await sql`insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id, status)
    select ${project} || n, ${project}, ${project} || 1, 1, ${project} || n, 't', 'running' from ${rows}`.execute(db);
  await sql`insert into steps (execution_id, path, position, node_id, type, status, known_from)
    select ${project} || n, 'a', 0, 'a', 'approval', case when n % 100 = 0 then 'incident' when n % 50 = 0 then 'waiting' else 'completed' end, 'history'
      from ${rows}`.execute(db);
  await sql`insert into execution_updates (execution_id, seq, key, kind, body, at)
    select ${project} || n, 1, 'k', 'status', '{}', now() from ${rows}`.execute(db);
  await sql`insert into payload_blobs (hash, data, compression, size) select ${project} || n, '', 'none', 0 from ${rows}`.execute(
    db,
  );
  await sql`insert into payload_references (execution_id, hash, created_at)
    select ${project} || n, ${project} || n, now() - interval '1 day' from ${rows}`.execute(db);
  // What is stored was counted before, apart from the last ten events.
  await sql`update projects set counted_at = now(), counted_seq = (select max(seq) - 10 from events e where e.project = projects.id)
    where id = ${project}`.execute(db);
}

const PAGE = { limit: 10 };

test("the statements below are measured in the role of the API, which the policies bind", async () => {
  const { rows } = await sql`select current_user as role, row_security_active('executions') as bound`.execute(
    measured.db,
  );
  expect(rows).toEqual([{ role: "tempograph_api", bound: true }]);
});

test.each<[string, (db: Database) => Promise<unknown>]>([
  ["executions", (db) => listExecutions(db, {}, PAGE)],
  ["executions of a status", (db) => listExecutions(db, { status: ["running"] }, PAGE)],
  ["executions that wait for an approval", (db) => listExecutions(db, { waitingFor: ["approval"] }, PAGE)],
  ["events", (db) => listEvents(db, {}, PAGE)],
  ["events of a type", (db) => listEvents(db, { type: "t" }, PAGE)],
  ["workflows", (db) => listWorkflows(db, {}, PAGE)],
  ["an execution", (db) => findExecutions(db, ["small1"])],
  ["the steps of an execution", (db) => listSteps(db, "small1", PAGE)],
  ["a step", (db) => findSteps(db, [{ executionId: "small1", path: "a" }])],
  ["the updates of an execution", (db) => listUpdates(db, "small1", "0", 10)],
  ["what it has stored", (db) => countStoredBytes(db, "small")],
])(
  "a page of a small project beside a large one does not go through what the large one has: %s",
  async (_what, run) => {
    expect(await measured.rowsTouched(() => run(measured.db))).toBeLessThan(300);
  },
);

test.each<[string, (db: Database) => Promise<unknown>]>([
  ["executions with an incident", (db) => listExecutions(db, { hasIncident: true }, PAGE)],
  ["approvals that wait", (db) => listApprovals(db, { status: "waiting" }, PAGE)],
])("%s cost at most as much as there are of them in the installation", async (_what, run) => {
  expect(await measured.rowsTouched(() => run(measured.db))).toBeLessThan(MANY / 10);
});

test("a search for text goes through the executions of its own project, and not through those of a large one", async () => {
  const search = () => listExecutions(measured.db, { text: "nobody" }, PAGE);
  expect(await measured.rowsTouched(search)).toBeLessThan(1_000);
});
