import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, Machine, type ExecutionStart, type Json, type TraceEntry } from "@tempograph/graph";
import { newId, openDatabase, writeMirroredRuns, type Database } from "@tempograph/db";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { createLiveUpdateBuffer } from "./live-updates/live-update-buffer.ts";
import { mirroredRun } from "./follow/mirrored-run.ts";
import { projectHistory } from "./project/project-history.ts";
import { HistoryBuilder } from "./test-kit/history-builder.ts";
import { insertExecution } from "./test-kit/insert-execution.ts";
import { startOf } from "./test-kit/start-of.ts";
import { updatesOf } from "./test-kit/updates-of.ts";

// `a` fails, waits for a person, is run again with another input and completes. However the mirror gets to know it, the completed
// step must not keep the failure of its first attempt.

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const start = startOf({
  nodes: [{ id: "a", type: "probe", data: { n: 1 }, settings: { onError: "pause" } }],
  edges: [],
});
const retry = { name: "retry", path: "a", input: { n: 2 } } as const;
const by = { name: "ann", roles: [] };

function failOnce(history: HistoryBuilder): void {
  history.task();
  history.fail(history.activity("a"), { code: "HTTP_STATUS", message: "503" });
  history.task();
}

function retryAndComplete(history: HistoryBuilder): void {
  history.task();
  history.steer({ id: "1", by, time: 1, verb: retry } as unknown as Json);
  history.succeed(history.activity("a"), 2);
  history.task();
  history.complete({ status: "completed", output: { a: 2 } });
}

function whole(): HistoryBuilder {
  const history = HistoryBuilder.begin(start);
  failOnce(history);
  retryAndComplete(history);
  return history;
}

/** The start of a run that continues as new after the incident. */
function behindIncident(): ExecutionStart {
  const machine = new Machine(compile(start.definition));
  machine.apply([{ kind: "started", event: start.event, executionId: "exe_1" }], 1);
  machine.apply([{ kind: "stepFailed", path: "a", failure: { code: "HTTP_STATUS", message: "503" } }], 2);
  machine.apply([{ kind: "drain", historyLength: 9, hard: true }], 2);
  const state = JSON.parse(JSON.stringify(machine.snapshot())) as never;
  return { ...start, resume: { state, traceHash: "x", run: 2 } };
}

async function execution(runId = newId("run")) {
  const executionId = newId("exe");
  await insertExecution(db, executionId, runId);
  const write = async (history: HistoryBuilder, id = runId): Promise<void> => {
    const projection = projectHistory(executionId, history.events);
    const run = mirroredRun({ executionId, runId: id, fence: null, events: history.events, projection });
    expect(await writeMirroredRuns(db, [run])).toEqual(["written"]);
  };
  const step = () =>
    db.selectFrom("steps").selectAll().where("execution_id", "=", executionId).executeTakeFirstOrThrow();
  const told = async () => {
    return (await updatesOf(db, executionId)).map(({ key }) => key.replace(/incident:\d+/, "incident"));
  };
  return { executionId, runId, write, step, told };
}

const DONE = { status: "completed", failure: null, port: "out", input: { n: 2 }, output: 2, known_from: "history" };
const TOLD = [
  "status:running",
  "step:a:scheduled",
  "step:a:incident",
  "step:a:scheduled#2",
  "step:a:completed",
  "status:completed",
];
const STOPPED = { status: "incident", failure: { code: "HTTP_STATUS" }, input: { n: 1 } };

test("a retried incident within one history", async () => {
  const { write, step, told } = await execution();
  await write(whole());
  expect(await step()).toMatchObject(DONE);
  expect(await told()).toEqual(TOLD);
});

test("a retried incident of a run that is followed while it is open", async () => {
  const { write, step, told } = await execution();
  const open = HistoryBuilder.begin(start);
  failOnce(open);
  await write(open);
  expect(await step()).toMatchObject(STOPPED);
  await write(whole());
  expect(await step()).toMatchObject(DONE);
  expect(await told()).toEqual(TOLD);
});

test("a retried incident across runs of a chain", async () => {
  const { write, step, told, runId } = await execution("run-1");
  const first = HistoryBuilder.begin(start);
  failOnce(first);
  first.continueAsNew(behindIncident() as unknown as Json);
  await write(first, runId);
  expect(await step()).toMatchObject({ ...STOPPED, position: 0 });
  const begun = (await step()).scheduled_at;
  const second = HistoryBuilder.begin(behindIncident() as unknown as Json);
  retryAndComplete(second);
  await write(second, "run-2");
  expect(await step()).toMatchObject({ ...DONE, position: 0, scheduled_at: begun });
  expect(await told()).toEqual(TOLD.map((key) => key.replace("#2", "#2.2")));
});

test("a retried incident in live updates, change by change, before history shows it", async () => {
  const { executionId, runId, step, write, told } = await execution();
  const deps = { db, logger: { debug() {}, info() {}, warn() {}, error() {} }, faultPoint: () => {} };
  const live = createLiveUpdateBuffer(deps, { lingerMs: 1e6 });
  const said: unknown[] = [];
  for (const entry of projectHistory(executionId, whole().events).trace as readonly TraceEntry[]) {
    live.trace(executionId, runId, [entry]);
    await live.flush();
    const { status, failure, input, output, port } = await step();
    said.push({ status, failure: failure?.code, input, output, port });
  }
  const none = { failure: undefined, output: null, port: null };
  expect(said).toEqual([
    { ...none, status: "scheduled", input: { n: 1 } },
    { ...none, status: "incident", failure: "HTTP_STATUS", input: { n: 1 } },
    { ...none, status: "scheduled", input: { n: 2 } },
    { ...none, status: "completed", input: { n: 2 }, output: 2, port: "out" },
  ]);
  await write(whole());
  expect(await step()).toMatchObject(DONE);
  expect((await told()).toSorted()).toEqual(TOLD.toSorted());
});

test("the attempt of a retry does not get the failure of the earlier attempt with the same number", async () => {
  const { executionId, runId } = await execution();
  const deps = { db, logger: { debug() {}, info() {}, warn() {}, error() {} }, faultPoint: () => {} };
  for (const flushes of [[0, 1], [1]]) {
    const live = createLiveUpdateBuffer(deps, { lingerMs: 1e6 });
    const step = {
      executionId,
      runId,
      path: "a",
      nodeId: "a",
      type: "probe",
      attempt: 1,
      worker: "w",
      lane: "step",
    } as const;
    const failure = { code: "HTTP_STATUS", message: "503" };
    const reports = [
      [{ startedAt: 1 }, { startedAt: 1, endedAt: 2, outcome: "failed", failure }],
      [{ startedAt: 8 }, { startedAt: 8, endedAt: 9, outcome: "succeeded" }],
    ] as const;
    for (const [index, attempts] of reports.entries()) {
      for (const attempt of attempts) live.attempt({ ...step, ...attempt });
      if (flushes.includes(index)) await live.flush();
    }
    const attempts = db.selectFrom("step_attempts").selectAll().where("execution_id", "=", executionId);
    expect(await attempts.execute()).toMatchObject([
      { attempt: 1, failure: null, started_at: new Date(8), ended_at: new Date(9) },
    ]);
  }
});
