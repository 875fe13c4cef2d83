import { spawn } from "node:child_process";
import { once } from "node:events";
import { temporalAddress, waitFor } from "@tempograph/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ingestEvents } from "./index.ts";
import { dispatchSetup, runsOf, type DispatchSetup } from "./testing/dispatch-setup.ts";
import { publish } from "./testing/publish.ts";

let setup: DispatchSetup;
beforeEach(async () => {
  setup = await dispatchSetup();
});
afterEach(async () => {
  await setup.end();
});

test.each(["insert", "commit", "start", "mark"])(
  "I4: a dispatcher process killed with -9 before it could %s: nothing is lost, nothing starts twice",
  async (point) => {
    const { db, client } = setup;
    await publish(db, { id: "wf_1" });
    const doomed = spawn(
      process.execPath,
      [
        "--conditions=@tempograph/source",
        "--no-warnings",
        new URL("testing/doomed-dispatcher.ts", import.meta.url).pathname,
      ],
      {
        env: {
          ...{ ...process.env, DATABASE_URL: setup.databaseUrl, TEMPORAL_ADDRESS: temporalAddress(), NODE_OPTIONS: "" },
          ...{ NAMESPACE: setup.namespace, TASK_QUEUE: setup.taskQueue, POINT: point },
        },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const exited = once(doomed, "exit");
    let said = "";
    doomed.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    try {
      await waitFor(() => said.includes("ready"), { timeoutMs: 20_000 });
      await ingestEvents(
        db,
        Array.from({ length: 20 }, (_, n) => ({ data: n })),
      );
      await waitFor(() => said.includes(`at ${point}`));
    } finally {
      doomed.kill("SIGKILL");
      await exited;
    }
    const before = await db.selectFrom("executions").select("status").execute();
    expect(before.map(({ status }) => status)).toEqual(
      point === "insert" || point === "commit" ? [] : Array(20).fill("pending"),
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
  },
);
