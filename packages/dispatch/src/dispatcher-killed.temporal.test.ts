import { sumLedger } from "@tempograph/db";
import { temporalAddress, waitFor } from "@tempograph/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ingestEvents } from "./index.ts";
import { dispatchSetup, runsOf, type DispatchSetup } from "./testing/dispatch-setup.ts";
import { killAt } from "./testing/doomed-process.ts";
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
