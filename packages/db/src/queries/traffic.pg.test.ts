import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { withinProject } from "../projects/project-scope.ts";
import { countTraffic, countWaiting } from "./traffic.ts";
import { beatWorker, forgetWorker, listWorkers } from "./worker-processes.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await sql`insert into projects (id, name) values ('other', 'other')`.execute(db);
  await sql`insert into workflows (id, name, draft) values ('wf', 'w', '{}')`.execute(db);
  await sql`insert into events (id, type, source, time, data, fingerprint, received_at, dispatched_at, project)
    select 'evt_' || n, 't', 's', now(), '{}', '', date_trunc('minute', now()) - n * interval '1 minute',
      case when n < 3 then null else now() end, case when n = 1 then 'other' else 'main' end
      from generate_series(5, 0, -1) n`.execute(db);
  await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, created_at)
    select 'exe_' || n, 'wf', 1, 'evt_' || n, 't', date_trunc('minute', now()) - interval '2 minutes'
      from generate_series(0, 1) n`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test("counts a project's events and executions minute by minute, empty minutes included", async () => {
  // A minute that turns in the middle moves all counts by one place.
  const traffic = await countTraffic(withinProject(db, "main"), 5);
  expect(traffic.map(({ events }) => events).join(" ")).toMatch(/^(1 1 1 0 1|1 1 0 1 0)$/);
  expect(traffic.map(({ executions }) => executions).join(" ")).toMatch(/^(0 0 2 0 0|0 2 0 0 0)$/);
  expect(traffic[0]!.at.getUTCSeconds()).toBe(0);
});

test("counts what waits in a project", async () => {
  expect(await countWaiting(withinProject(db, "main"))).toEqual({
    ...{ events: 2, executions: 2 },
    oldestEventAt: expect.any(Date),
  });
  expect(await countWaiting(withinProject(db, "other"))).toMatchObject({ events: 1, executions: 0 });
});

test("lists the workers that have said something in the last seconds", async () => {
  const worker = { host: "h", pid: 1, taskQueue: "q", mirrorLagMs: null };
  await beatWorker(db, { ...worker, id: "a" });
  await beatWorker(db, { ...worker, id: "b" });
  await beatWorker(db, { ...worker, id: "a", mirrorLagMs: 12 });
  expect(await listWorkers(db)).toMatchObject([
    { id: "a", mirrorLagMs: 12 },
    { id: "b", mirrorLagMs: null },
  ]);
  await sql`update worker_processes set seen_at = seen_at - interval '7 s' where id = 'a'`.execute(db);
  expect(await listWorkers(db)).toMatchObject([{ id: "b" }]);
  await sql`update worker_processes set seen_at = seen_at - interval '2 h' where id = 'a'`.execute(db);
  await forgetWorker(db, "b");
  await beatWorker(db, { ...worker, id: "c" });
  expect(await db.selectFrom("worker_processes").select("id").execute()).toEqual([{ id: "c" }]);
});
