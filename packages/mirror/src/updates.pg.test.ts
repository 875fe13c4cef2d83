import { createProgramCache } from "@tempograph/graph";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listUpdates, newId, openDatabase, writeMirroredRuns, type Database, type UpdateRecord } from "@tempograph/db";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { createLiveUpdateBuffer } from "./live-updates/live-update-buffer.ts";
import { awaitAttempts } from "./follow/await-attempts.ts";
import { mirroredRun } from "./follow/mirrored-run.ts";
import { projectHistory } from "./project/project-history.ts";
import { Projector } from "./project/projector.ts";
import { HistoryBuilder } from "./test-kit/history-builder.ts";
import { insertExecution } from "./test-kit/insert-execution.ts";
import { chain, startOf } from "./test-kit/start-of.ts";
import { updatesOf } from "./test-kit/updates-of.ts";

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

// a ─▶ b ─▶ c
const start = startOf(chain({ id: "a", type: "probe" }, { id: "b", type: "probe" }, { id: "c", type: "probe" }));

function wholeRun(): HistoryBuilder {
  const history = HistoryBuilder.begin(start);
  for (const path of ["a", "b", "c"]) {
    history.task();
    history.succeed(history.activity(path), { path });
  }
  history.task();
  history.complete({ status: "completed", output: { c: { path: "c" } } });
  return history;
}

const logger = { debug() {}, info() {}, warn() {}, error() {} };
const faultPoint = () => {};

function mirrorParts(executionId: string, runId: string) {
  const { events } = wholeRun();
  const whole = projectHistory(executionId, events);
  const liveUpdates = createLiveUpdateBuffer({ db, logger, faultPoint }, { lingerMs: 1e6 });
  const projector = new Projector(executionId, createProgramCache());
  let written = 0;
  let told = 0;
  return {
    whole,
    events,
    liveUpdates,
    /** Writes the events up to `until`, as a follower or the write of a close does. */
    async follow(until: number): Promise<void> {
      const fresh = events.slice(written, Math.max(written, until));
      if (fresh.length === 0) return;
      projector.add(fresh);
      written += fresh.length;
      const projection = projector.result();
      const liveRows = projector.closed ? liveUpdates.take(executionId) : null;
      const run = mirroredRun({
        executionId,
        runId,
        fence: null,
        events: fresh,
        projection,
        toldEntries: told,
        liveRows,
      });
      expect(await writeMirroredRuns(db, [run])).toEqual(["written"]);
      told = projection.trace.length;
    },
    trace(upTo: number): void {
      liveUpdates.trace(executionId, runId, whole.trace.slice(0, upTo));
    },
    attempt(path: string, ended: boolean): void {
      const step = { executionId, runId, path, nodeId: path, type: "probe", attempt: 1 };
      const report = { ...step, lane: "step", startedAt: 1, worker: "w" } as const;
      liveUpdates.attempt(ended ? { ...report, endedAt: 2, outcome: "succeeded" } : report);
      liveUpdates.log({ executionId, runId, path, attempt: 1, level: "info", message: `${path} ${ended}`, at: 1 });
    },
  };
}

type Act = { readonly kind: "trace" | "follow" | "attempt" | "flush"; readonly n: number };
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom("trace", "follow", "attempt", "flush"),
  n: fc.nat(40),
});

test("I7: in whatever order live updates and history arrive, each update is written once, cursors rise, and the end comes last", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 14 }), fc.boolean(), async (acts, known) => {
      const [executionId, runId] = [newId("exe"), newId("run")];
      await insertExecution(db, executionId, known ? runId : null);
      const parts = mirrorParts(executionId, runId);
      for (const { kind, n } of acts) {
        if (kind === "trace") parts.trace(n % (parts.whole.trace.length + 1));
        if (kind === "attempt") parts.attempt(["a", "b", "c"][n % 3]!, n % 2 === 1);
        if (kind === "flush") await parts.liveUpdates.flush();
        if (kind === "follow") await parts.follow(n % (parts.events.length - 1));
      }
      await parts.follow(parts.events.length);
      const atClose = await updatesOf(db, executionId);
      expect(atClose.at(-1)?.key).toBe("status:completed");
      // Late reports of the worker change nothing that history has shown.
      parts.trace(parts.whole.trace.length);
      await parts.liveUpdates.flush();
      const updates = await updatesOf(db, executionId);
      expect(updates).toEqual(atClose);
      expect(updates.map((update) => update.seq)).toEqual(updates.map((_, index) => index + 1));
      expect(updates[0]?.key).toBe("status:running");
      const told = updates.filter((update) => update.kind === "step").map((update) => update.key);
      expect(told.toSorted()).toEqual(
        ["a", "b", "c"].flatMap((path) => [`step:${path}:completed`, `step:${path}:scheduled`]),
      );
      const steps = await db
        .selectFrom("steps")
        .selectAll()
        .where("execution_id", "=", executionId)
        .orderBy("position")
        .execute();
      expect(steps.map(({ path, position, status, known_from }) => ({ path, position, status, known_from }))).toEqual(
        ["a", "b", "c"].map((path, position) => ({ path, position, status: "completed", known_from: "history" })),
      );
      const logs = await db.selectFrom("step_logs").select("id").where("execution_id", "=", executionId).execute();
      expect(logs).toHaveLength(acts.filter(({ kind }) => kind === "attempt").length);
      const row = await db.selectFrom("executions").selectAll().where("id", "=", executionId).executeTakeFirstOrThrow();
      expect(row).toMatchObject({
        status: "completed",
        update_seq: updates.length,
        history_events: parts.events.length,
        run_id: runId,
      });
    }),
    { numRuns: 60 },
  );
});

test("mirrors and workers that write the same executions concurrently do not deadlock and write no update twice", async () => {
  const runs = Array.from({ length: 12 }, () => ({ executionId: newId("exe"), runId: newId("run") }));
  for (const run of runs) await insertExecution(db, run.executionId, run.runId);
  const parts = runs.map((run) => mirrorParts(run.executionId, run.runId));
  await Promise.all(
    parts.flatMap((part) => {
      part.trace(6);
      part.attempt("a", false);
      return [part.liveUpdates.flush(), part.follow(part.events.length), part.liveUpdates.flush()];
    }),
  );
  for (const { executionId } of runs) {
    const updates = await updatesOf(db, executionId);
    expect(updates.map((update) => update.seq)).toEqual(updates.map((_, index) => index + 1));
    expect(new Set(updates.map((update) => update.key)).size).toBe(updates.length);
  }
});

test("I7: what another worker reports after the close gets no cursor, but its attempts and log lines are stored, once", async () => {
  const [executionId, runId] = [newId("exe"), newId("run")];
  await insertExecution(db, executionId, runId);
  const first = mirrorParts(executionId, runId);
  const second = mirrorParts(executionId, runId);
  first.attempt("a", true);
  for (const path of ["b", "c"]) for (const ended of [false, true]) second.attempt(path, ended);
  await first.follow(first.events.length);
  const atClose = await updatesOf(db, executionId);
  expect(atClose.at(-1)?.key).toBe("status:completed");
  await second.liveUpdates.flush();
  expect(await updatesOf(db, executionId)).toEqual(atClose);
  const rows = async () => [
    await db
      .selectFrom("step_attempts")
      .select("path")
      .where("execution_id", "=", executionId)
      .orderBy("path")
      .execute(),
    await db.selectFrom("step_logs").select("message").where("execution_id", "=", executionId).orderBy("id").execute(),
  ];
  const stored = await rows();
  expect(stored.map((each) => each.length)).toEqual([3, 5]);
  // A write whose answer was lost is repeated. The second of two equal reports stands for that.
  for (const path of ["b", "c"]) for (const ended of [false, true]) second.attempt(path, ended);
  await second.liveUpdates.flush();
  expect(await rows()).toEqual(stored);
  expect(await updatesOf(db, executionId)).toEqual(atClose);
  const row = db.selectFrom("executions").select("update_seq").where("id", "=", executionId);
  expect(await row.executeTakeFirstOrThrow()).toEqual({ update_seq: atClose.length });
});

test("I7: the close of a watched execution waits for the attempts that another worker made, and for none that nobody reports", async () => {
  const [executionId, runId] = [newId("exe"), newId("run")];
  await insertExecution(db, executionId, runId);
  const first = mirrorParts(executionId, runId);
  const second = mirrorParts(executionId, runId);
  const close = async (atMostMs?: number): Promise<void> => {
    await awaitAttempts({ db }, first.liveUpdates, executionId, first.whole, atMostMs);
    await first.follow(first.events.length);
  };
  first.attempt("a", true);
  for (const path of ["b", "c"]) second.attempt(path, true);
  first.liveUpdates.watch(executionId);
  const closing = close(60_000);
  // A close that did not wait would be written by now.
  for (let round = 0; round < 20; round++) await updatesOf(db, executionId);
  await second.liveUpdates.flush();
  await closing;
  const updates = await updatesOf(db, executionId);
  expect(updates.filter(({ kind }) => kind === "attempt").map(({ path }) => path)).toEqual(
    expect.arrayContaining(["a", "b", "c"]),
  );
  expect(updates.at(-1)?.key).toBe("status:completed");

  const silent = newId("exe");
  await insertExecution(db, silent, runId);
  first.liveUpdates.watch(silent);
  await awaitAttempts({ db }, first.liveUpdates, silent, first.whole, 1);
});

test("updates that come with the end are stored in one row for many, and are read as the others are", async () => {
  const [executionId, runId] = [newId("exe"), newId("run")];
  await insertExecution(db, executionId, runId);
  const { liveUpdates, follow, events } = mirrorParts(executionId, runId);
  for (let line = 1; line <= 1_200; line++)
    liveUpdates.log({ executionId, runId, path: "a", attempt: 1, level: "info", message: `line ${line}`, at: line });
  await follow(events.length);
  const batches = db.selectFrom("execution_update_batches").selectAll().where("execution_id", "=", executionId);
  expect((await batches.execute()).length).toBe(3);
  const whole = await updatesOf(db, executionId);
  expect(whole.map(({ seq }) => seq)).toEqual(whole.map((_, index) => index + 1));
  const lines = whole.filter(({ kind }) => kind === "log").map(({ body }) => body);
  expect(lines).toEqual(
    Array.from({ length: 1_200 }, (_, index) => ({
      path: "a",
      attempt: 1,
      level: "info",
      message: `line ${index + 1}`,
    })),
  );
  // Whatever the pages are, each update is on one of them.
  for (const page of [1, 7, 500, 501]) {
    const read: UpdateRecord[] = [];
    for (let next = await listUpdates(db, executionId, "0", page); next.length > 0;) {
      read.push(...next);
      next = await listUpdates(db, executionId, read.at(-1)!.seq, page);
    }
    expect(read.map((update) => ({ ...update, seq: Number(update.seq) }))).toEqual(whole);
  }
});

test("live updates of an execution whose close is under way wait for the close, unless somebody watches or the close fails", async () => {
  const liveUpdates = createLiveUpdateBuffer({ db, logger, faultPoint }, { lingerMs: 0, watchedLingerMs: 0 });
  const { trace } = projectHistory("exe", wholeRun().events);
  const ids = ["held", "other", "watched", "released"].map((name) => `${newId("exe")}-${name}`);
  const [held, other, watched, released] = ids as [string, string, string, string];
  for (const id of ids) await insertExecution(db, id, newId("run"));
  for (const id of [held, watched, released]) liveUpdates.hold(id);
  for (const id of ids) liveUpdates.trace(id, "run", trace);
  liveUpdates.watch(watched);
  liveUpdates.release(released);
  for (const id of [other, watched, released])
    await vi.waitFor(async () => expect((await updatesOf(db, id)).length).toBeGreaterThan(1), 10_000);
  expect(await updatesOf(db, held)).toHaveLength(1);
  expect(liveUpdates.take(held)).not.toBeNull();
  await liveUpdates.stop();
});
