import { compileTriggers, isHeard, listeningOf, matchEvent, TriggerIndex, type JsonObject } from "@tempograph/graph";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "../../connection/open-database.ts";
import type { MirroredRun } from "../mirror/rows.ts";
import { writeMirroredRuns } from "../mirror/write.ts";
import { listHeardEvents } from "../heard-events.ts";
import { findListeningCircle, findWorkflowsToHear } from "./ending-events.ts";
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

const listen = (on: string | string[], workflow = "wf_a", by = "wf_b") =>
  writeTriggers(db, { id: by, version: 1 }, [
    { id: "t", kind: "workflow", source: `tempograph:workflow/${workflow}`, config: { workflow, on } },
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
  status: "completed" | "failed" | "cancelled" | "timedOut" | "terminated",
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
  // Nobody could tell it again, so the limits of the project do not hold for it.
  await sql`update projects set max_events_per_minute = 1`.execute(db);
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

test.each([
  ["timedOut", ["timedOut"]],
  [
    ["cancelled", "completed"],
    ["completed", "cancelled"],
  ],
  [["failed"], ["failed", "timedOut", "terminated"]],
  ["any", ["completed", "failed", "cancelled", "timedOut", "terminated"]],
])("a trigger on %j hears these ends: %j", async (on, heard) => {
  await listen(on);
  for (const status of ["completed", "failed", "cancelled", "timedOut", "terminated"] as const)
    await writeMirroredRuns(db, [ended(await execution(`exe_${status}`), status)]);
  expect((await told()).map(({ type }) => type)).toEqual(heard.map((each) => `tempograph.execution.${each}`));
  // The pure rule, by which the event then finds the trigger, says the same.
  const compiled = compileTriggers([{ kind: "workflow", id: "t", config: { workflow: "wf_a", on } }], "wf_b");
  for (const { type, source } of await told())
    expect(
      matchEvent(
        compiled,
        { id: "e", type, source, time: "", data: {} },
        { id: "wf_b", name: "", version: 1 },
        { receivedAt: 0 },
      ),
    ).toEqual({
      triggerId: "t",
    });
});

test("each incident is an event once, also when a step that was retried fails again", async () => {
  await listen("incident");
  const id = await execution("exe_1");
  const incident = (at: number): MirroredRun => ({
    ...{ ...ended(id, "completed"), close: null },
    updates: [
      {
        ...{ key: `step:pay:incident:${at}`, kind: "step", path: "pay", at },
        body: { path: "pay", kind: "incident", at, failure: { code: "HTTP_STATUS", message: "503" } },
      },
    ],
  });
  await writeMirroredRuns(db, [incident(1)]);
  await writeMirroredRuns(db, [incident(1)]);
  expect(await told()).toMatchObject([
    {
      type: "tempograph.execution.incident",
      data: { step: "pay", failure: { code: "HTTP_STATUS" }, status: "running" },
    },
  ]);
  await writeMirroredRuns(db, [incident(2)]);
  expect(await told()).toHaveLength(2);
});

test("a workflow is heard by its key and by its name, also by one that is called so later; the id and the key of another one come first", async () => {
  await sql`update workflows set key = 'orders' where id = 'wf_a'`.execute(db);
  await listen("completed", "orders");
  await listen("completed", "Name of wf_a", "wf_a");
  await writeMirroredRuns(db, [ended(await execution("exe_1"), "completed")]);
  const heardAs = async () => (await told()).map(({ data }) => (data as JsonObject)["heardAs"]);
  expect(await heardAs()).toEqual([["Name of wf_a", "orders"]]);
  await sql`update workflows set key = null, name = 'orders' where id = 'wf_a'`.execute(db);
  await writeMirroredRuns(db, [ended(await execution("exe_2"), "completed")]);
  expect((await heardAs()).slice(1)).toEqual([["orders"]]);
  await sql`update workflows set key = 'orders' where id = 'wf_b'`.execute(db);
  await writeMirroredRuns(db, [ended(await execution("exe_3"), "completed")]);
  expect((await heardAs()).slice(2)).toEqual([]);
});

test("an end is one event, and starts a workflow once, also if triggers call the other workflow by its id, its key and its name", async () => {
  await sql`update workflows set key = 'orders & co' where id = 'wf_a'`.execute(db);
  const names = ["wf_a", "orders & co", "Name of wf_a", "nobody"];
  const triggers = names.map((workflow, n) => ({ kind: "workflow", id: `t${n}`, config: { workflow } }));
  const source = (trigger: (typeof triggers)[number]) => listeningOf(trigger, 0, "wf_b")!.source!;
  await writeTriggers(
    db,
    { id: "wf_b", version: 1 },
    triggers.map((each) => ({ ...each, source: source(each) })),
  );
  await writeMirroredRuns(db, [ended(await execution("exe_1"), "completed")]);
  const events = await told();
  expect(events).toMatchObject([{ source: "tempograph:workflow/wf_a", subject: "exe_1" }]);
  const event = { id: "e", time: "", ...events[0]!, subject: "exe_1" };
  // Each of the three is heard, for the dispatcher and for those who ask what a changed trigger would have taken.
  for (const [n, each] of triggers.entries()) {
    const owner = { id: `wf_${n}`, triggers: [each] };
    expect(new TriggerIndex([owner]).find(event)).toEqual(n < 3 ? [owner] : []);
    const listening = listeningOf(each, 0, owner.id)!;
    expect(isHeard(listening, event)).toBe(n < 3);
    expect(await listHeardEvents(db, { listenings: [listening], limit: 9 })).toHaveLength(n < 3 ? 1 : 0);
  }
  const all = { id: "wf_b", triggers };
  expect(new TriggerIndex([all]).concerned(event)).toEqual({ count: 1, toAsk: [all] });
});

test("workflows that listen to each other are found, through others and by their names", async () => {
  await listen("completed", "wf_a");
  expect(await findListeningCircle(db, "wf_a", "wf_b")).toEqual(["Name of wf_b", "Name of wf_a"]);
  expect(await findListeningCircle(db, "wf_a", "wf_a")).toEqual(["Name of wf_a"]);
  await sql`insert into workflows (id, name, draft) values ('wf_c', 'third', '{}')`.execute(db);
  expect(await findListeningCircle(db, "wf_a", "wf_c")).toBeNull();
  await listen("failed", "Name of wf_b", "wf_c");
  expect(await findListeningCircle(db, "wf_a", "wf_c")).toEqual(["third", "Name of wf_b", "Name of wf_a"]);
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

test("a workflow is found by its id, its key or its name", async () => {
  await sql`update workflows set key = id || '-key', name = 'same'`.execute(db);
  const find = async (text: string) => (await findWorkflowsToHear(db, text)).map(({ id }) => id).toSorted();
  expect([await find("wf_a"), await find("wf_a-key"), await find("same"), await find("nobody")]).toEqual([
    ...[["wf_a"], ["wf_a"], ["wf_a", "wf_b"], []],
  ]);
});
