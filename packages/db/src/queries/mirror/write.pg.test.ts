import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measurePlans, type MeasuredDatabase } from "../../test-kit/measure-plans.ts";
import type { LiveWrite, MirroredRun, StepRow, UpdateRow } from "./rows.ts";
import { writeLiveUpdates, writeMirroredRuns } from "./write.ts";

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

let executions = 0;

async function insertExecution(): Promise<string> {
  const id = `exe_${(executions += 1)}`;
  await sql`insert into events (id, type, source, time, data, fingerprint) values (${id}, 't', 's', now(), '{}', '')`.execute(
    measured.db,
  );
  await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, status, run_id)
    values (${id}, 'wf', 1, ${id}, 't', 'running', ${`run-${id}`})`.execute(measured.db);
  return id;
}

function stepsOf(count: number, status: StepRow["status"], isResumed = false): StepRow[] {
  return Array.from({ length: count }, (_, position) => ({
    ...{ path: `each[${position}]/call`, position, isResumed, nodeId: "call", type: "http_call", status },
    ...{ port: null, input: null, output: { n: position }, failure: null, attempts: 1 },
    ...{ scheduledAt: 1, startedAt: 2, endedAt: status === "completed" ? 3 : null },
  }));
}

function updatesOf(count: number, kind: string): UpdateRow[] {
  return Array.from({ length: count }, (_, n) => ({
    ...{ key: `step:each[${n}]/call:${kind}`, kind: "step" as const, path: `each[${n}]/call` },
    ...{ body: { n }, at: 1 },
  }));
}

function liveWrite(executionId: string, count: number): LiveWrite {
  const step = (n: number) => ({ path: `each[${n}]/call`, attempt: 1 });
  const logs = Array.from({ length: count }, (_, n) => ({
    ...step(n),
    ...{ key: `log:${n}`, level: "info", message: "m", fields: null, at: 1 },
  }));
  return {
    ...{ executionId, runId: `run-${executionId}`, paused: null, logs },
    steps: stepsOf(count, "running"),
    attempts: Array.from({ length: count }, (_, n) => ({
      ...step(n),
      ...{ startedAt: 1, endedAt: null, failure: null, worker: "w" },
    })),
    updates: [
      ...updatesOf(count, "scheduled"),
      ...logs.map(({ key, path }) => ({ key, kind: "log" as const, path, body: {}, at: 1 })),
    ],
  };
}

function close(executionId: string, count: number, isResumed = false): MirroredRun {
  return {
    ...{ executionId, runId: `run-${executionId}`, fence: null, firstRunId: null, startedAt: 1, paused: null },
    events: Array.from({ length: count }, (_, n) => ({
      ...{ eventId: n + 1, eventType: "MarkerRecorded", eventTime: "2026-01-01T00:00:00Z", json: { n } },
    })),
    lastEventId: count,
    steps: stepsOf(count, "completed", isResumed),
    updates: [...updatesOf(count, "scheduled"), ...updatesOf(count, "completed")],
    liveRows: null,
    close: {
      ...{ status: "completed", output: null, failure: null, closedAt: 4, nextRunId: null, ok: true, problem: null },
    },
  };
}

const writes: Record<string, (count: number) => Promise<number>> = {
  "the close of an execution without stored steps": async (count) => {
    const id = await insertExecution();
    return await measured.rowsTouched(() => writeMirroredRuns(measured.db, [close(id, count)]));
  },
  "live updates": async (count) => {
    const id = await insertExecution();
    return await measured.rowsTouched(() => writeLiveUpdates(measured.db, [liveWrite(id, count)]));
  },
  "live updates of stored steps": async (count) => {
    const id = await insertExecution();
    await writeLiveUpdates(measured.db, [liveWrite(id, count)]);
    return await measured.rowsTouched(() => writeLiveUpdates(measured.db, [liveWrite(id, count)]));
  },
  "the close after live updates": async (count) => {
    const id = await insertExecution();
    await writeLiveUpdates(measured.db, [liveWrite(id, count)]);
    return await measured.rowsTouched(() => writeMirroredRuns(measured.db, [close(id, count)]));
  },
  "the close of a run whose steps began in another run": async (count) => {
    const id = await insertExecution();
    await writeLiveUpdates(measured.db, [liveWrite(id, count)]);
    return await measured.rowsTouched(() => writeMirroredRuns(measured.db, [close(id, count, true)]));
  },
};

// A join with a JSON parameter, for which Postgres guesses 100 rows, was linear before `ANALYZE` and quadratic after it. So each
// write is measured before and after `ANALYZE`, at two sizes.
describe("the cost of a write is linear in its steps, whatever the planner knows of the tables", () => {
  for (const statistics of ["without statistics", "with statistics"]) {
    test.each(Object.entries(writes))(`${statistics}: %s`, { timeout: 120_000 }, async (_name, write) => {
      if (statistics === "with statistics") {
        const id = await insertExecution();
        await writeMirroredRuns(measured.db, [close(id, 3_000)]);
        await sql`analyze`.execute(measured.db);
      }
      const [some, many] = [await write(400), await write(1_600)];
      expect(many / some, `${some} rows for 400 steps, ${many} for 1,600`).toBeLessThan(5);
      expect(many / 1_600).toBeLessThan(60);
    });
  }
});

test("I3: a history that has another event than the one that was mirrored is noted, and not written", async () => {
  const id = await insertExecution();
  const event = (eventId: number, second: number) => {
    const eventTime = `2026-01-01T00:00:0${second}.123456789Z`;
    return { eventId, eventType: "MarkerRecorded", eventTime, json: { eventTime } };
  };
  const write = (...events: ReturnType<typeof event>[]) =>
    writeMirroredRuns(measured.db, [{ ...close(id, 0), events, lastEventId: events.length, close: null }]);
  expect(await write(event(1, 1), event(2, 2))).toEqual(["written"]);
  // Read again from the beginning; the second event is the newest one that is stored.
  expect(await write(event(1, 1), event(2, 2), event(3, 3))).toEqual(["written"]);
  expect(await write(event(1, 1), event(2, 2))).toEqual(["written"]);
  expect(await write(event(1, 1), event(2, 5), event(3, 6), event(4, 7))).toEqual(["rolledBack"]);
  const { rows } = await sql`
    select mirror_ok, mirror_problem->0->>'code' as code, mirror_problem->0->>'message' as message,
      (select count(*)::int from execution_history where execution_id = ${id}) as events
      from executions where id = ${id}`.execute(measured.db);
  expect(rows).toEqual([
    {
      ...{ mirror_ok: false, code: "TEMPORAL_ROLLED_BACK", events: 3 },
      message: "Temporal has another event 3 of this run than the one that was mirrored.",
    },
  ]);
});
