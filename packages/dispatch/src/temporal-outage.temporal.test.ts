import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startTemporal, type LocalTemporal } from "@tempograph/local-stack";
import { waitFor } from "@tempograph/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ingestEvents } from "./index.ts";
import { dispatchSetup, runsOf, type DispatchSetup } from "./testing/dispatch-setup.ts";
import { publish } from "./testing/publish.ts";

let dataDir: string;
let port: number;
let temporal: LocalTemporal | undefined;
let setup: DispatchSetup;

const start = () => startTemporal({ dataDir, port, ui: false, address: "" });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tempograph-outage-"));
  port = await freePort();
  temporal = await start();
  setup = await dispatchSetup(temporal.address, temporal.namespace);
});
afterEach(async () => {
  await setup.end();
  await temporal?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("I4: while Temporal is down, events are accepted and wait; when it is back, each starts once", async () => {
  const { db, client, logger } = setup;
  await publish(db, { id: "wf_1" });
  const dispatchers = [setup.dispatcher(), setup.dispatcher()];
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.start()));
  const statuses = async () =>
    (await db.selectFrom("executions").select("status").execute()).map(({ status }) => status);
  await ingestEvents(db, [{ data: "before" }]);
  await waitFor(async () => (await statuses())[0] === "running");

  // Some starts are under way when Temporal dies.
  const during = ingestEvents(
    db,
    Array.from({ length: 30 }, (_, n) => ({ data: n })),
  );
  await temporal?.kill9();
  temporal = undefined;
  await during;
  for (let n = 0; n < 30; n++) await ingestEvents(db, [{ data: n }]);
  await waitFor(async () => (await statuses()).length === 61, { what: "the executions' rows, which need no Temporal" });
  await waitFor(() => logger.lines.some((line) => line.includes("Temporal is unavailable; starts wait")), {
    timeoutMs: 20_000,
  });
  expect((await statuses()).filter((status) => status === "failed")).toEqual([]);
  expect((await statuses()).filter((status) => status === "pending").length).toBeGreaterThanOrEqual(30);
  const waiting = await waitFor(async () =>
    db
      .selectFrom("executions")
      .select(["start_error", "start_attempts"])
      .where("start_error", "is not", null)
      .executeTakeFirst(),
  );
  expect(waiting.start_attempts, "an outage does not count against an execution").toBe(0);

  temporal = await start();
  const rows = await waitFor(
    async () => {
      const rows = await db.selectFrom("executions").selectAll().execute();
      return rows.every(({ status }) => status === "running") && rows;
    },
    { timeoutMs: 30_000, what: "every execution to run" },
  );
  expect(rows).toHaveLength(61);
  expect(
    await runsOf(
      client,
      rows.map(({ id }) => id),
    ),
  ).toEqual(rows.map(({ run_id }) => run_id));
  expect(rows.every(({ start_error }) => start_error === null)).toBe(true);
}, 120_000);
