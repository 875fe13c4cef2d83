import { sumLedger } from "@tempograph/db";
import { temporalAddress, waitFor } from "@tempograph/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ingestEvents } from "./index.ts";
import { dispatchSetup, runsOf, type DispatchSetup } from "./testing/dispatch-setup.ts";
import { killAt, stopAt } from "./testing/doomed-process.ts";
import { publish } from "./testing/publish.ts";

let setup: DispatchSetup;
beforeEach(async () => {
  setup = await dispatchSetup();
});
afterEach(async () => {
  await setup.end();
});

test.each(["insert", "commit", "release", "released", "start", "mark"])(
  "I4: a dispatcher process killed with -9 before it could %s: nothing is lost, nothing starts twice",
  async (point) => {
    const { db, client } = setup;
    // With a start policy, executions are written by the release loop.
    const isRelease = point.startsWith("release");
    await publish(db, { id: "wf_1", ...(isRelease && { start: { concurrency: { limit: 20 } } }) });
    const { databaseUrl, namespace, taskQueue } = setup;
    const env = { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress() };
    await killAt(point, "doomed-dispatcher", { ...env, NAMESPACE: namespace, TASK_QUEUE: taskQueue }, async () => {
      await ingestEvents(
        db,
        Array.from({ length: 20 }, (_, n) => ({ data: n })),
      );
    });
    const before = await db.selectFrom("executions").select("status").execute();
    expect(before.map(({ status }) => status)).toEqual(
      point === "insert" || point === "commit" || isRelease ? [] : Array(20).fill("pending"),
    );

    await setup.dispatcher().start();
    const rows = await waitFor(async () => {
      const rows = await db.selectFrom("executions").selectAll().execute();
      return rows.length === 20 && rows.every(({ status }) => status === "running") && rows;
    });
    expect(
      await runsOf(
        client,
        rows.map(({ id }) => id),
      ),
    ).toEqual(rows.map(({ run_id }) => run_id));
    expect(await db.selectFrom("events").select("id").where("dispatched_at", "is", null).execute()).toEqual([]);
    expect((await sumLedger(db)).wrong).toEqual([]);
  },
);

test.each(["insert", "commit"])(
  "I4: a dispatcher process that is stopped (SIGSTOP) before it could %s gives its events to another one, and doubles nothing when it goes on",
  async (point) => {
    const { db, client, databaseUrl, namespace, taskQueue } = setup;
    await publish(db, { id: "wf_1" });
    // Shorter than by default, so that the test is short, too.
    const url = new URL(databaseUrl);
    url.searchParams.set("idle_in_transaction_session_timeout", "500");
    const env = {
      DATABASE_URL: url.href,
      TEMPORAL_ADDRESS: temporalAddress(),
      NAMESPACE: namespace,
      TASK_QUEUE: taskQueue,
    };
    const startedRows = (count: number) =>
      waitFor(async () => {
        const rows = await db.selectFrom("executions").select(["id", "run_id", "status"]).execute();
        return rows.length === count && rows.every(({ status }) => status === "running") && rows;
      });
    const ingest = (count: number) =>
      ingestEvents(
        db,
        Array.from({ length: count }, (_, n) => ({ data: n })),
      );
    const whenReady = async () => void (await ingest(20));
    await stopAt(point, "doomed-dispatcher", env, whenReady, async (goOn) => {
      expect(await db.selectFrom("executions").select("id").execute()).toEqual([]);
      const other = setup.dispatcher();
      await other.start();
      await startedRows(20);
      await other.stop();
      goOn();
      // The process that was stopped finds its transaction ended, and is the only one that can take this event.
      await ingest(1);
      const rows = await startedRows(21);
      const ids = rows.map(({ id }) => id);
      expect(await runsOf(client, ids)).toEqual(rows.map(({ run_id }) => run_id));
    });
    expect((await sumLedger(db)).wrong).toEqual([]);
  },
);
