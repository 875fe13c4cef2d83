import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "../../connection/open-database.ts";
import type { MirroredRun, StepRow } from "../mirror/rows.ts";
import { writeMirroredRuns } from "../mirror/write.ts";
import { findWorkflowToHear } from "./ending-events.ts";
import { findTriggers } from "./trigger-row.ts";
import { writeTriggers } from "./write-triggers.ts";

let database: TestDatabase;
let db: Database;
beforeEach(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  for (const id of ["wf_a", "wf_b"])
    await sql`insert into workflows (id, name, draft) values (${id}, ${`Name of ${id}`}, '{}')`.execute(db);
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

const listen = (on: string) =>
  writeTriggers(db, { id: "wf_b", version: 1 }, [
    { id: "t", kind: "workflow", source: "tempograph:workflow/wf_a", config: { workflow: "wf_a", on } },
  ]);

async function execution(id: string, hops = 0): Promise<string> {
  await sql`insert into events (id, type, source, time, data, fingerprint, hops) values (${id}, 't', 's', now(), '{}', '', ${hops})`.execute(
    db,
  );
  await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, status, run_id)
    values (${id}, 'wf_a', 3, ${id}, 't', 'running', ${`run-${id}`})`.execute(db);
  return id;
}

function ended(
  executionId: string,
  status: "completed" | "failed" | "cancelled" | "timedOut",
  runId = `run-${executionId}`,
): MirroredRun {
  const failure = status === "completed" ? null : { code: "BAD", message: "It was bad." };
  return {
    ...{ executionId, runId, fence: null, firstRunId: null, startedAt: 1, paused: null, events: [], lastEventId: 1 },
    ...{ steps: [], updates: [], liveRows: null },
    close: { status, output: { n: 7 }, failure, closedAt: 4, nextRunId: null, ok: true, problem: null },
  };
}

const told = async () =>
  await db
    .selectFrom("events")
    .select(["type", "source", "subject", "hops", "data", "project"])
    .where("source", "like", "tempograph:%")
    .orderBy("seq")
    .execute();

test("the end of an execution is an event, once, if a live trigger listens to it; a cancel is neither success nor failure", async () => {
  await writeMirroredRuns(db, [ended(await execution("exe_0"), "failed")]);
  expect(await told()).toEqual([]);
  await listen("failed");
  for (const [id, status] of [
    ["exe_1", "completed"],
    ["exe_2", "failed"],
    ["exe_3", "cancelled"],
    ["exe_4", "timedOut"],
  ] as const)
    await writeMirroredRuns(db, [ended(await execution(id, 4), status)]);
  await writeMirroredRuns(db, [ended("exe_2", "failed")]);
  const events = await told();
  expect(events.map(({ subject }) => subject)).toEqual(["exe_2", "exe_4"]);
  expect(events[0]).toMatchObject({
    ...{ type: "tempograph.execution.failed", source: "tempograph:workflow/wf_a", hops: 5, project: "main" },
    data: {
      ...{
        executionId: "exe_2",
        workflowId: "wf_a",
        workflowName: "Name of wf_a",
        workflowVersion: 3,
        status: "failed",
      },
      ...{ output: { n: 7 }, failure: { code: "BAD" } },
    },
  });
  await listen("any");
  await writeMirroredRuns(db, [ended(await execution("exe_5"), "completed")]);
  expect((await told()).at(-1)).toMatchObject({ type: "tempograph.execution.completed", hops: 1 });
});

test("a step that waits for a person is an event, once per step", async () => {
  await listen("incident");
  const id = await execution("exe_1");
  const step: StepRow = {
    ...{
      path: "pay",
      position: 0,
      isResumed: false,
      nodeId: "pay",
      type: "http_call",
      status: "incident",
      port: null,
      input: null,
    },
    ...{
      output: null,
      failure: { code: "HTTP_STATUS", message: "503" },
      attempts: 3,
      scheduledAt: 1,
      startedAt: 2,
      endedAt: 3,
    },
  };
  const run = { ...ended(id, "completed"), close: null, steps: [step] };
  await writeMirroredRuns(db, [run]);
  await writeMirroredRuns(db, [run]);
  expect(await told()).toMatchObject([
    {
      type: "tempograph.execution.incident",
      data: { step: "pay", failure: { code: "HTTP_STATUS" }, status: "running" },
    },
  ]);
});

test("a chain that starts itself ends, and the trigger says so; a trigger of another project hears nothing", async () => {
  await listen("completed");
  await writeMirroredRuns(db, [ended(await execution("exe_1", 100), "completed")]);
  expect(await told()).toEqual([]);
  expect((await findTriggers(db, ["wf_b"]))[0]!.problem).toMatchObject({
    code: "EVENT_LOOP",
    hint: expect.any(String),
  });
  await sql`insert into projects (id, name) values ('other', 'Other')`.execute(db);
  await sql`update workflow_triggers set project = 'other'`.execute(db);
  await writeMirroredRuns(db, [ended(await execution("exe_2"), "completed")]);
  expect(await told()).toEqual([]);
});

test("a workflow is found by its id; one with this name is proposed", async () => {
  expect(await findWorkflowToHear(db, "wf_a")).toEqual({ known: true, named: "wf_a" });
  expect(await findWorkflowToHear(db, "Name of wf_a")).toEqual({ known: false, named: "wf_a" });
  expect(await findWorkflowToHear(db, "nobody")).toEqual({ known: false, named: undefined });
});
