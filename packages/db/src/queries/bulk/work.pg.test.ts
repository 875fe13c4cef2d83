import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../../connection/open-database.ts";
import { insertProject } from "../projects.ts";
import { claimBulkJob, releaseBulkLease, renewBulkLease, stopBulkJobsOf } from "./work.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await insertProject(db, { id: "billing", name: "billing" });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const insertJob = (id: string, project: string, actor = "kim") =>
  sql`
  insert into bulk_jobs (id, project, actor, actor_roles, action, input, filter, total)
  values (${id}, ${project}, ${actor}, '{}', 'cancel', '{}', '{}', 1)`.execute(db);

test("projects take turns, however many jobs one of them starts; within a project jobs take turns (I13)", async () => {
  for (const id of ["long", "other"]) await insertJob(id, "main");
  const served = new Set<string>();
  const turns: string[] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    // Before each turn the other project starts a new job, which has had no turn yet.
    await insertJob(`new${turn}`, "billing");
    const lease = (await claimBulkJob(db, 1_000, [...served]))!;
    served.delete(lease.project);
    served.add(lease.project);
    turns.push(lease.project === "main" ? lease.jobId : lease.project);
    await releaseBulkLease(db, lease, null, 0);
  }
  expect(turns.filter((turn) => turn !== "billing")).toEqual(["long", "other", "long", "other"]);
  expect(turns.filter((turn) => turn === "billing")).toHaveLength(4);
});

test("a job that waits says for what, and is not taken again before its time; the jobs of a caller who is out are stopped", async () => {
  await sql`delete from bulk_jobs`.execute(db);
  for (const [id, actor] of [
    ["one", "kim"],
    ["two", "ann"],
  ] as const)
    await insertJob(id, "main", actor);
  await insertJob("three", "billing");
  const first = (await claimBulkJob(db, 60_000, ["billing"]))!;
  await releaseBulkLease(db, first, "Temporal", 60_000);
  const second = (await claimBulkJob(db, 60_000, ["billing"]))!;
  expect([first.jobId, second.jobId]).toEqual(["one", "two"]);
  await stopBulkJobsOf(db, "main", "ann");
  expect(await renewBulkLease(db, second, 1_000, null)).toBe(false);
  const jobs = db.selectFrom("bulk_jobs").select(["id", "status", "waiting_for as waitingFor"]).orderBy("seq");
  expect(await jobs.execute()).toEqual([
    { id: "one", status: "running", waitingFor: "Temporal" },
    { id: "two", status: "stopped", waitingFor: null },
    { id: "three", status: "running", waitingFor: null },
  ]);
  await stopBulkJobsOf(db, "main", "kim");
  expect((await jobs.execute()).map(({ status }) => status)).toEqual(["stopped", "stopped", "running"]);
});
